import { existsSync, readFileSync } from 'node:fs'
import {
  buildASTSchema,
  findBreakingChanges,
  type GraphQLSchema,
  isObjectType,
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

describe('schema.graphql', () => {
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
      'FeatureValue.value changed type from Float! to Int!.',
    ])
    const ours = new Map(answers(schema))
    const others = answers(contract).filter(([field, type]) => ours.get(field) !== type)
    expect(others.map(([field]) => field).sort()).toEqual(['Dataset.pairs', 'FeatureValue.value'])
  })
})
