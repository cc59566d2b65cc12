import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../../src/graphql/schema/index.ts'

const CHECK = '../shared/contract/check.mjs'
/** What other issues bring. */
const PENDING =
  /\b(Regression|RegressionOptions|Term|TermStatus|Method|Effects|Link|ErrorType|Correction|VegaLite|FigureName)\b|\.(imprints?|shiftImprints|misalignment|robustness|figure)\b/

/** The contract's parts that the schema does not keep. */
const unkept = (): string[] => {
  try {
    execFileSync(process.execPath, [CHECK], { encoding: 'utf8' })
    return []
  } catch (error) {
    const { stdout } = error as { stdout?: string }
    // The last line counts the others.
    return stdout?.trim().split('\n').slice(0, -1) ?? [String(error)]
  }
}

describe('schema.graphql', () => {
  it('is what the code prints', () => {
    const printed = `${printSchema(lexicographicSortSchema(schema))}\n`
    const advice = 'schema.graphql is not what the code prints: run `npm run schema` and commit the file'
    expect(readFileSync('schema.graphql', 'utf8') === printed, advice).toBe(true)
  })

  it.skipIf(!existsSync(CHECK))('keeps the contract, but for what is yet to come', () => {
    expect(unkept().filter((line) => !PENDING.test(line))).toEqual([])
  })
})
