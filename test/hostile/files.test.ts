import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { SealError } from '../../src/domain/errors.ts'
import { readTaxonomy } from '../../src/ingest/taxonomy.ts'
import type { Context, Outcome } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { type Databases, databases, dump, openFresh } from '../databases.ts'
import { ingestSealSmall, SEAL_SMALL, SQLITE } from '../graphql/ask.ts'
import { type HostileFile, hostileFile } from './files.ts'

/** Of one file. A damaged Parquet file is given up after ten seconds without progress. */
const LIMIT_S = 20
const MEMORY_MB = 900

const TARGET = 'target'

/** What a command does with a file: its outcome, or what is thrown. */
const bring = (context: Context, { command }: HostileFile, file: string): Promise<Outcome | object> => {
  switch (command) {
    case 'taxonomy':
      return readTaxonomy(file)
    case 'rewards':
      return ingestRewards(context, { dataset: TARGET, model: 'm', stage: 'PRE', file })
    case 'labels':
      return ingestLabels(context, { dataset: TARGET, labeler: 'l', incomplete: true, file })
    case 'rewrites':
      return ingestRewrites(context, { dataset: TARGET, rewriter: 'r', incomplete: true, file })
    default: {
      const scoredBy = command === 'rewardbench' ? { model: 'judge', stage: 'POST' as const } : undefined
      return ingestPairs(context, { dataset: 'hostile', format: command, scoredBy, files: [file] })
    }
  }
}

const listing = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

/** Every row is in the counts, and whatever did not go in is in the list. */
const assertCounted = ({ counts, rejectsFile }: Outcome, what: string) => {
  const { read, rejected, duplicates, conflicts } = counts
  const list = existsSync(rejectsFile) ? readFileSync(rejectsFile, 'utf8') : ''
  const { data } = Papa.parse<{ reason: string }>(list, { header: true, skipEmptyLines: true })
  expect(data.length, what).toBe(rejected + conflicts)
  for (const { reason } of data) expect(reason, what).toMatch(/\w/)
  expect(rejected + duplicates, what).toBeLessThanOrEqual(read)
}

const [, postgres] = databases()

const CASES: { on: Databases; count: number; seed: number; kindsAtLeast: number }[] = [
  { on: SQLITE, count: 200, seed: 6, kindsAtLeast: 20 },
  ...(postgres ? [{ on: postgres, count: 60, seed: 7, kindsAtLeast: 10 }] : []),
]

describe.each(CASES)('$count hostile files on $on.name', ({ on, count, seed, kindsAtLeast }) => {
  it('are taken as far as they can be, or refused with a reason, and harm nothing', {
    timeout: 300_000,
  }, async () => {
    const all = await openFresh(on)
    await ingestSealSmall(all.context)
    await ingestPairs(all.context, { dataset: TARGET, files: [SEAL_SMALL.pairs] })
    const [bystander] = await all.connection.query("SELECT id FROM dataset WHERE name = 'seal-small'")
    const of = async () =>
      Object.entries(await dump(all.connection)).map(([table, rows]) => [
        table,
        rows.filter(([id]) => id === bystander[0]),
      ])
    const before = await of()
    const folder = mkdtempSync(path.join(tmpdir(), 'seal-hostile-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const here = readdirSync('.')
    const logged = vi.spyOn(console, 'error')

    const resting = process.memoryUsage().rss
    const kinds = new Map<string, number>()
    let [taken, refused, largest, slowest] = [0, 0, 0, 0]
    for (const [index, hostile] of fc.sample(hostileFile, { numRuns: count, seed }).entries()) {
      const what = `${index}: ${hostile.kind} for ${hostile.command}`
      const file = path.join(folder, `${index}`)
      writeFileSync(file, hostile.content)
      const begun = performance.now()
      const outcome = await bring(all.context, hostile, file).catch((error: unknown) => ({ error }))
      const seconds = (performance.now() - begun) / 1000
      rmSync(file)
      if ('error' in outcome) {
        if (!(outcome.error instanceof SealError)) throw new Error(what, { cause: outcome.error })
        refused++
      } else taken++
      if ('counts' in outcome) assertCounted(outcome, what)
      kinds.set(hostile.kind, (kinds.get(hostile.kind) ?? 0) + 1)
      expect(seconds, what).toBeLessThan(LIMIT_S)
      slowest = Math.max(slowest, seconds)
      largest = Math.max(largest, process.memoryUsage().rss)
    }
    const grown = Math.round((largest - resting) / 1e6)
    console.info(`${taken} taken, ${refused} refused; slowest ${slowest.toFixed(1)} s; +${grown} MB`)
    expect(taken).toBeGreaterThan(count * 0.1)
    expect(refused).toBeGreaterThan(count * 0.1)
    expect(kinds.size).toBeGreaterThan(kindsAtLeast)
    expect(grown).toBeLessThan(MEMORY_MB)
    expect(logged).not.toHaveBeenCalled()

    // Nothing is where it should not be: not in another dataset, not in another file.
    expect(await of()).toEqual(before)
    const names = (await all.prisma.dataset.findMany()).map(({ name }) => name).sort()
    expect(names).toEqual(['hostile', 'seal-small', TARGET])
    expect(await all.prisma.run.count({ where: { state: 'RUNNING' } })).toBe(0)
    expect(listing(folder)).toEqual([])
    expect(readdirSync('.')).toEqual(here)
    for (const name of listing(all.context.rejectsDirectory)) expect(name).toMatch(/^[\w.-]+\.rejects\.csv$/)
  })
})
