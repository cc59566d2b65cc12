import { expect, it } from 'vitest'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { tempFile } from '../pipeline/files.ts'
import { ingestSources, SEAL_SMALL, shared, write } from './ask.ts'

const PAIRS = Array.from({ length: 30 }, (_, row) =>
  JSON.stringify({
    prompt: `question ${row % 5}`,
    ...{ chosen: `yes ${row}`, rejected: `no ${row}`, source: `source ${row % 7}` },
  }),
)

/** 30 pairs of 5 prompts and 7 sources. */
const fill = async (context: Context) => {
  await ingestPairs(context, { dataset: 'counted', format: 'trl', files: [tempFile(PAIRS.join('\n'))] })
  await ingestPairs(context, { dataset: 'sources', files: [SEAL_SMALL.pairs] })
  await ingestSources(context, 'sources', SEAL_SMALL)
}
const asking = shared(fill)

it('lists that are cut say how many there are', async () => {
  const { dataset } = await asking.ask(`{ dataset(name: "counted") {
    runCount runs(first: 0) { id }
    pair(rowId: 3) { siblingCount siblings(first: 2) { rowId } }
    attributes { name valueCount values(first: 2) { value } }
    audit {
      sliceCount(by: { attribute: "source" })
      slices(by: { attribute: "source" }, first: 3) { key }
      bins: sliceCount(by: { measure: "length_words", bins: 3 })
    }
  } }`)
  expect(dataset).toMatchObject({
    ...{ runCount: 1, runs: [] },
    pair: { siblingCount: 5, siblings: [{ rowId: 8 }, { rowId: 13 }] },
    attributes: [{ name: 'source', valueCount: 7, values: [{}, {}] }],
    audit: { sliceCount: 7, slices: [{}, {}, {}] },
  })
})

it('slices by anything are as many as there are in their list', async () => {
  const by = ['dimension: TOPIC', 'dimension: REGIME', 'feature: "sentiment"']
  for (const one of by) {
    const { audit } = (
      await asking.ask(`{ dataset(name: "sources") { audit {
        sliceCount(by: { ${one} }) slices(by: { ${one} }, first: 1000) { key }
      } } }`)
    ).dataset
    expect(audit.sliceCount, one).toBe(audit.slices.length)
    expect(audit.sliceCount).toBeGreaterThan(1)
  }
})

it('weak slices, and findings, say how many more there are', async () => {
  const { audit } = (
    await asking.ask(`{ dataset(name: "sources") { audit {
      weakSliceCount weakSlices(first: 1000) { adjustedPValue } none: weakSlices(first: -1) { key }
      findings { kind others evidence }
      rulers { adjustedPValue }
    } } }`)
  ).dataset
  expect(audit.weakSliceCount).toBe(audit.weakSlices.length)
  expect(audit.weakSliceCount).toBeGreaterThan(1)
  expect(audit.none).toEqual([])
  const shown = (rows: { adjustedPValue: number | null }[]) =>
    rows.filter(({ adjustedPValue }) => (adjustedPValue ?? 1) < 0.05).length
  const told = new Map(
    audit.findings.map(({ kind, others }: { kind: string; others: number }) => [kind, others]),
  )
  expect(told.get('ALIGNMENT')).toBe(0)
  expect(told.get('PREFERRED') ?? -1).toBe(shown(audit.rulers) - 1)
  expect(told.get('WEAK_SLICE') ?? -1).toBe(shown(audit.weakSlices) - 1)
})

it('a leaderboard says how many slices nobody looked at', async () => {
  const many = Array.from({ length: 130 }, (_, row) =>
    JSON.stringify({ prompt: 'x', chosen: `yes ${row}`, rejected: 'no', source: `source ${row}` }),
  )
  await write(asking.url, (context) =>
    ingestPairs(context, { dataset: 'many', format: 'trl', files: [tempFile(many.join('\n'))] }),
  )
  const board = async (by: string) =>
    (await asking.ask(`{ dataset(name: "many") { leaderboard(by: [${by}]) { slicesLeftOut } } }`)).dataset
      .leaderboard.slicesLeftOut
  expect(await board('{ attribute: "source" }, { measure: "length_words" }')).toBe(30)
  expect(await board('')).toBe(0)
})
