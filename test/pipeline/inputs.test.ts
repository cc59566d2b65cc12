import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../../src/pipeline/ingest-rewards.ts'
import { databases, dump, firstDifference, openFresh } from '../databases.ts'
import { temporaryFolder } from '../temporary.ts'
import { csv, manyPairs, REWARDS, tempFile } from './files.ts'

const dataset = 'd'
const folderOf = (files: Record<string, string | Buffer>) => {
  const folder = mkdtempSync(path.join(temporaryFolder(), 'folder-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content)
  return folder
}
const lines = manyPairs(20)
const half = lines.split('\n').slice(0, 10).join('\n').length + 1

describe.each(databases())('what a command is given, on $name', (database) => {
  it('may be a folder: its files, one behind the other', async () => {
    const expected = await openFresh(database)
    await ingestPairs(expected.context, { dataset, format: 'hh-rlhf', files: [tempFile(lines)] })
    const folder = folderOf({
      'b.jsonl': lines.slice(half),
      'a.jsonl.gz': gzipSync(lines.slice(0, half)),
      'README.md': '# Pairs',
      'state.json': '{}',
    })
    const { context, notices, connection, prisma } = await openFresh(database)
    const options = { dataset, files: [folder] }
    await ingestPairs(context, options)
    expect(notices).toEqual([
      `${folder}: left out are README.md, state.json`,
      expect.stringMatching(new RegExp(`^${folder}/a.jsonl.gz: read as hh-rlhf`)),
    ])
    expect(firstDifference(await dump(connection), await dump(expected.connection))).toBeNull()
    expect((await ingestPairs(context, options)).counts).toMatchObject({ read: 20, changed: 0 })
    expect((await prisma.run.findFirstOrThrow()).file).toBe('a.jsonl.gz, b.jsonl')
    const rewards = folderOf({
      '1.csv': csv(REWARDS, [[0, 2, 1]]),
      '2.csv': csv(REWARDS, [[19, 1, 2]]),
    })
    const brought = await ingestRewards(context, { dataset, model: 'm', stage: 'PRE', file: rewards })
    expect(brought.counts).toMatchObject({ read: 2, changed: 4 })
  })

  it('makes no dataset of a folder without data, or with a file whose name lies', async () => {
    const { context, prisma } = await openFresh(database)
    const empty = folderOf({ 'README.md': '' })
    await expect(ingestPairs(context, { dataset, files: [empty] })).rejects.toThrow(
      /has no data files .*; it has README.md$/,
    )
    const lying = folderOf({ 'a.jsonl': 'PK\x03\x04', 'b.parquet': lines })
    await expect(ingestPairs(context, { dataset, files: [lying] })).rejects.toThrow(
      /a.jsonl is a zip archive/,
    )
    expect(await prisma.dataset.count()).toBe(0)
    // What comes before such a file goes in, as before a place that can't be read.
    const later = folderOf({ 'a.parquet': lines, 'b.jsonl': 'PK\x03\x04' })
    await expect(ingestPairs(context, { dataset, files: [later] })).rejects.toThrow(
      /b.jsonl is a zip archive/,
    )
    expect(await prisma.pair.count()).toBe(20)
  })

  it('may be a pipe where its format is said', { timeout: 30_000 }, async () => {
    const { context, prisma } = await openFresh(database)
    const pipe = path.join(folderOf({}), 'pipe')
    execFileSync('mkfifo', [pipe])
    await expect(ingestPairs(context, { dataset, files: [pipe] })).rejects.toThrow(
      `${pipe} is a pipe, which can be read once only: give it as standard input (-)`,
    )
    const writing = writeFile(pipe, lines)
    await ingestPairs(context, { dataset, format: 'hh-rlhf', files: [pipe] })
    await writing
    expect(await prisma.pair.count()).toBe(20)
  })
})
