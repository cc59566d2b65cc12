import { existsSync, readFileSync } from 'node:fs'
import {
  buildASTSchema,
  findBreakingChanges,
  type GraphQLArgument,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  parse,
  printSchema,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../src/graphql/schema/index.ts'

const CONTRACT = '../shared/contract/schema.graphql'

/** What each field answers with, null or not. */
const answers = (of: GraphQLSchema) =>
  Object.values(of.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__')
      ? Object.values(type.getFields()).map((field): [string, string] => [
          `${type.name}.${field.name}`,
          String(field.type),
        ])
      : [],
  )

type Said = [name: string, description: string]

/** What is said of everything there is: types, fields, arguments, input fields, enum values and directives. */
const descriptionsOf = (of: GraphQLSchema): Said[] => {
  const said: Said[] = []
  const say = (name: string, { description }: { description?: string | null }) =>
    said.push([name, description ?? ''])
  const sayAll = (name: string, args: readonly GraphQLArgument[]) => {
    for (const arg of args) say(`${name}(${arg.name})`, arg)
  }
  for (const type of Object.values(of.getTypeMap())) {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue
    say(type.name, type)
    if (isEnumType(type)) for (const value of type.getValues()) say(`${type.name}.${value.name}`, value)
    if (!(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))) continue
    for (const field of Object.values(type.getFields())) {
      say(`${type.name}.${field.name}`, field)
      if ('args' in field) sayAll(`${type.name}.${field.name}`, field.args)
    }
  }
  for (const directive of of.getDirectives()) {
    say(`@${directive.name}`, directive)
    sayAll(`@${directive.name}`, directive.args)
  }
  return said
}

/** What a newcomer can't do with: where the paper says what it is, and what only makes sense behind something else. */
const PUZZLES = [
  /\b(sections? [\dA-D]|figures? \d|tables? \d|equations? \d)/i,
  /^(left out|null|the same (of|as|one)\b|the same[,.:])/i,
]

describe('schema.graphql', () => {
  it('says what everything in it means, and what specifies its scalars', () => {
    const said = descriptionsOf(schema)
    expect(said.length).toBeGreaterThan(1000)
    expect(said.filter(([, description]) => description === '')).toEqual([])
    const scalars = Object.values(schema.getTypeMap()).filter(isScalarType)
    const own = scalars.filter((scalar) => !isSpecifiedScalarType(scalar))
    expect(own.map(({ name }) => name).sort()).toEqual(['DateTime', 'VegaLite'])
    for (const { specifiedByURL } of own) expect(specifiedByURL).toMatch(/^https:/)
  })

  it('can be understood without the paper: that is referred to in brackets alone', () => {
    const plain = descriptionsOf(schema).map(([name, text]): Said => [name, text.replace(/\([^()]*\)/g, '')])
    expect(plain.filter(([, text]) => PUZZLES.some((puzzle) => puzzle.test(text)))).toEqual([])
  })

  it('is what the code prints', () => {
    const printed = `${printSchema(lexicographicSortSchema(schema))}\n`
    const advice = 'schema.graphql is not what the code prints: run `npm run schema` and commit the file'
    expect(readFileSync('schema.graphql', 'utf8') === printed, advice).toBe(true)
  })

  it.skipIf(!existsSync(CONTRACT))('keeps the contract, but for what is yet to come', () => {
    const contract = buildASTSchema(parse(readFileSync(CONTRACT, 'utf8')))
    const broken = findBreakingChanges(contract, schema).map(({ description }) => description)
    expect(broken).toEqual([
      // Where a page can't be had, its dataset is there all the same.
      'Dataset.pairs changed type from DatasetPairsConnection! to DatasetPairsConnection.',
    ])
    const ours = new Map(answers(schema))
    const others = answers(contract).filter(([field, type]) => ours.get(field) !== type)
    expect(others.map(([field]) => field).sort()).toEqual(['Dataset.pairs'])
  })
})
