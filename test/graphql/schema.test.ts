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

/** Types, fields, arguments, input fields and enum values that nothing is said of. */
const undescribed = (of: GraphQLSchema): string[] =>
  Object.values(of.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__') || isSpecifiedScalarType(type)) return []
    const members: [string, { description?: string | null }][] = [[type.name, type]]
    if (isEnumType(type)) for (const value of type.getValues()) members.push([value.name, value])
    if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        members.push([field.name, field])
        const args: readonly GraphQLArgument[] = 'args' in field ? field.args : []
        for (const arg of args) members.push([`${field.name}(${arg.name})`, arg])
      }
    }
    return members.flatMap(([name, { description }]) => (description ? [] : `${type.name}.${name}`))
  })

describe('schema.graphql', () => {
  it('says what everything in it means, and what specifies its scalars', () => {
    expect(undescribed(schema)).toEqual([])
    const scalars = Object.values(schema.getTypeMap()).filter(isScalarType)
    const own = scalars.filter((scalar) => !isSpecifiedScalarType(scalar))
    expect(own.map(({ name }) => name).sort()).toEqual(['DateTime', 'VegaLite'])
    for (const { specifiedByURL } of own) expect(specifiedByURL).toMatch(/^https:/)
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
