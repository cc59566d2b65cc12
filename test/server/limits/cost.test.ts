import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  getOperationAST,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql'
import { expect, it } from 'vitest'
import { schema } from '../../../src/graphql/schema/index.ts'
import { costOf } from '../../../src/server/limits/cost.ts'
import { DEFAULT_LIMITS } from '../../../src/server/limits/limits.ts'

type Field = GraphQLField<unknown, unknown>

const FILTER = '{ text: "a", rowId: { gte: 1 } }'
const INPUTS: Record<string, string> = {
  PairFilter: FILTER,
  OtherAudit: `{ where: ${FILTER} }`,
  RegressionOptions: '{ penalty: FIRTH, bootstrap: { replicates: 10 } }',
  Int: '7',
  Float: '0.5',
  Boolean: 'true',
  String: '"x"',
  ID: '"x"',
}

const literal = (type: GraphQLInputType): string => {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return `[${literal(nullable.ofType)}]`
  const { name } = nullable
  if (isEnumType(nullable)) return nullable.getValues()[0].name
  if (!isInputObjectType(nullable) || INPUTS[name]) return INPUTS[name]
  const fields = Object.values(nullable.getFields()).filter(({ type }) => isNonNullType(type))
  return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`
}

const call = ({ name, args }: Field, given: (arg: GraphQLArgument) => boolean): string => {
  const list = args.filter((arg) => isNonNullType(arg.type) || given(arg))
  return list.length === 0 ? name : `${name}(${list.map((arg) => `${arg.name}: ${literal(arg.type)}`)})`
}
const nothing = () => false

/** A way from the root to every type, through as few fields as may be. */
const waysToTypes = (given: (arg: GraphQLArgument) => boolean): Map<string, string[]> => {
  const ways = new Map([
    ['Query', ['query']],
    ['Subscription', ['subscription']],
  ])
  for (const [name, way] of ways) {
    const type = schema.getType(name)
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      const reached = getNamedType(field.type).name
      if (!ways.has(reached)) ways.set(reached, [...way, call(field, given)])
    }
  }
  return ways
}

const costAlong = (way: readonly string[]): number | null => {
  const document = parse(`${way.join(' { ')} ${'}'.repeat(way.length - 1)}`)
  const operation = getOperationAST(document)!
  return costOf({ schema, operation, fragments: new Map(), variables: {}, mostFilter: DEFAULT_LIMITS.filter })
}

it('of every field is what it was: by itself, with all of its arguments, and below filters', async () => {
  const ways = waysToTypes(nothing)
  const filtered = waysToTypes(({ name }) => name === 'where')
  const costs = [...ways.keys()].sort().flatMap((name) => {
    const type = schema.getType(name)
    if (!isObjectType(type)) return []
    return Object.values(type.getFields()).map((field) => {
      const selected = isCompositeType(getNamedType(field.type)) ? ['__typename'] : []
      const along = (to: Map<string, string[]>, given: (arg: GraphQLArgument) => boolean) =>
        costAlong([...(to.get(name) ?? []), call(field, given), ...selected])
      const three = [along(ways, nothing), along(ways, () => true), along(filtered, nothing)]
      return `  "${name}.${field.name}": [${three.join(', ')}]`
    })
  })
  await expect(`{\n${costs.join(',\n')}\n}\n`).toMatchFileSnapshot('costs.json')
})

it('is not forgotten where arguments make it more', () => {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType)
  const silent = types.flatMap((type) =>
    Object.values(type.getFields()).flatMap(({ name, args, extensions }) => {
      const takes = (names: readonly string[]) =>
        args.some((arg) => names.includes(arg.name) || names.includes(getNamedType(arg.type).name))
      const cost = extensions.cost ?? type.extensions.fieldCost
      const growsWith = (args: object) => (cost?.own({ ...args }) ?? 0) > (cost?.own({}) ?? 0)
      const isSaid =
        (!takes(['RegressionOptions']) || growsWith({ options: { bootstrap: { replicates: 9 } } })) &&
        (!takes(['bins']) || growsWith({ bins: 9 })) &&
        (!takes(['PairFilter', 'OtherAudit']) || cost?.filters !== undefined)
      return isSaid ? [] : `${type.name}.${name}`
    }),
  )
  expect(silent).toEqual([])
})

it('of models is that of each that is named, or of as many as there may be', () => {
  const audit = (figure: string) =>
    costAlong(['query', 'dataset(name: "x")', 'audit', `figure(${figure})`]) ?? 0
  const [alone, two, any] = [
    'name: IMPRINTS',
    'name: IMPRINTS_OVER_STEPS, models: ["a", "b"]',
    'name: IMPRINTS_OVER_STEPS',
  ].map(audit)
  expect([two - alone, any - alone]).toEqual([500, 99 * 500])
  const points = (args: string) =>
    costAlong(['query', 'dataset(name: "x")', `trajectory${args}`, 'audit', 'shiftImprints', 'method']) ?? 0
  expect(points('')).toBeGreaterThan(40 * points('(models: ["a", "b"])'))
})
