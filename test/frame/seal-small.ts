import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Frame } from '../../src/frame/frame.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestLabels } from '../../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import { loadFrame } from '../../src/store/frame/load-frame.ts'
import { migrate } from '../../src/store/migrate.ts'
import { openPrisma } from '../../src/store/prisma.ts'
import { openConnection } from '../../src/store/sql/open.ts'

const file = (name: string) => path.join(import.meta.dirname, '../fixtures/seal-small', name)

/** What R says of the fixture, as STATISTICS.md defines it. */
export const readExpected = () => JSON.parse(readFileSync(file('expected.json'), 'utf8'))

/** The fixture seal-small, the whole way: its files into a database, and the database into a frame. */
export const loadSealSmall = async (): Promise<Frame> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'seal-small-'))
  const url = `file:${path.join(directory, 'seal.db')}`
  const connection = await openConnection(url)
  const prisma = openPrisma(url)
  try {
    await migrate(connection)
    const context: Context = {
      prisma,
      connection,
      rejectsDirectory: directory,
      progress: { update: () => undefined, notice: () => undefined },
      signal: new AbortController().signal,
    }
    const dataset = 'seal-small'
    await ingestPairs(context, { dataset, files: [file('pairs.jsonl')] })
    await ingestRewards(context, { dataset, model: 'pre', stage: 'PRE', file: file('compare-pre.csv') })
    await ingestRewards(context, { dataset, model: 'post', stage: 'POST', file: file('compare-post.csv') })
    await ingestLabels(context, { dataset, labeler: 'labeler', file: file('taxonomy.csv') })
    await ingestLabels(context, { dataset, labeler: 'control', file: file('taxonomy-control.csv') })
    await ingestRewrites(context, { dataset, rewriter: 'rewriter', file: file('rewrite.csv') })
    const { id } = await prisma.dataset.findUniqueOrThrow({ where: { name: dataset } })
    return (await loadFrame(connection, id))!
  } finally {
    await prisma.$disconnect()
    await connection.close()
    rmSync(directory, { recursive: true, force: true })
  }
}
