import { writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SealError } from '../../src/domain/errors.ts'
import { detectFormat } from '../../src/ingest/detect-format.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { sampleOf } from '../../src/ingest/sample.ts'
import { openSource } from '../../src/ingest/source.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { databases, openFresh } from '../databases.ts'
import { SQLITE } from '../graphql/ask.ts'
import { collect } from '../ingest/files.ts'
import { rejectsOf } from '../pipeline/files.ts'
import { temporaryFolder } from '../temporary.ts'
import { CASES, changedShape, type HostilePairs } from './pair-shapes.ts'

const LIMIT_S = 20

/** Rows of a file, as whoever wrote it counts them. */
const rowsIn = ({ content }: HostilePairs) =>
  content
    .toString()
    .split('\n')
    .filter((line) => line.trim() !== '').length

const [, postgres] = databases()

describe.each(postgres ? [SQLITE, postgres] : [SQLITE])('hostile files of pairs on $name', (on) => {
  const changed = fc.sample(changedShape, { numRuns: on === SQLITE ? 80 : 10, seed: 13 })
  it('are taken as far as they can be, and everything is counted', { timeout: 300_000 }, async () => {
    const all = await openFresh(on)
    const file = path.join(temporaryFolder(), 'hostile-pairs')
    let [taken, refused] = [0, 0]
    for (const [index, hostile] of [...CASES, ...changed].entries()) {
      const what = `${index}: ${hostile.kind}`
      writeFileSync(file, hostile.content)
      const begun = performance.now()
      const dataset = `d${index}`
      const outcome = await ingestPairs(all.context, { dataset, files: [file] }).catch((error: unknown) => ({
        error,
      }))
      expect((performance.now() - begun) / 1000, what).toBeLessThan(LIMIT_S)
      if ('error' in outcome) {
        if (!(outcome.error instanceof SealError)) throw new Error(what, { cause: outcome.error })
        expect(outcome.error.message, what).toMatch(/hostile-pairs/)
        refused++
        continue
      }
      taken++
      const { counts, tally } = outcome
      const stored = await all.prisma.pair.count({ where: { dataset: { name: dataset } } })
      const ties = await all.prisma.pair.count({ where: { dataset: { name: dataset }, tie: true } })
      expect({ read: counts.read, pairs: tally.pairs, ties: tally.ties }, what).toEqual({
        read: stored + counts.rejected,
        pairs: stored,
        ties,
      })
      if (!hostile.content.toString().startsWith('{\n') && !hostile.content.toString().startsWith('id,'))
        expect(tally.rows, what).toBe(rowsIn(hostile))
      if (counts.rejected > 0)
        expect(rejectsOf(outcome).trim().split('\n').length, what).toBeGreaterThan(counts.rejected)
    }
    console.info(`${taken} taken, ${refused} refused`)
    expect(CASES.length).toBeGreaterThan(40)
    expect(taken).toBeGreaterThan(50)
    expect(refused).toBeGreaterThan(3)
  })
})

it('each row of a shape gives pairs or a reject', async () => {
  const file = path.join(temporaryFolder(), 'hostile-rows')
  for (const hostile of [...CASES, ...fc.sample(changedShape, { numRuns: 200, seed: 14 })]) {
    writeFileSync(file, hostile.content)
    let format: ReturnType<typeof detectFormat>
    try {
      format = detectFormat(await sampleOf(file), file)
    } catch (error) {
      expect(error).toBeInstanceOf(SealError)
      continue
    }
    const stream = readPairs(format, await openSource(file), { isScored: false })
    const { lines, rejected, error } = await collect(stream.rows)
    if (error) {
      expect(error, hostile.kind).toBeInstanceOf(SealError)
      continue
    }
    if (format.together) continue
    const told = new Set([...lines, ...rejected.map(({ line }) => line)])
    expect(told.size, hostile.kind).toBe(stream.tally.rows)
  }
}, 120_000)
