import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestRewrites } from '../../src/pipeline/ingest-rewrites.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import { databases, openFresh } from '../databases.ts'
import { conversation, csv, fixture, pairLines, tempFile } from './files.ts'

/** The conversations as they are stored, by row id. */
const conversations = async (connection: Connection) => {
  const rows = (await connection.query(
    `SELECT row_id, side, prompt, text FROM entry JOIN pair USING (dataset_id, row_id) WHERE variant_id = 0`,
  )) as [number, string, string, string][]
  const pairs: { chosen?: string; rejected?: string }[] = []
  for (const [rowId, side, prompt, text] of rows) {
    pairs[rowId] ??= {}
    pairs[rowId][side === 'CHOSEN' ? 'chosen' : 'rejected'] = prompt + text
  }
  return pairs
}

const TEXTS = [
  'two\nlines\r\nand one with CRLF\r\n',
  `"double", 'single', \`back\` and \\backslash\\ \\n "" ''`,
  'emoji 😀 👩‍👩‍👧 🏳️‍🌈, combining e\u0301 and \u00e9, \u200bzero width\ufeff, أهلا, 日本',
  '{a,b} NULL "NULL" {} \\N \\. (x,y)',
  'tab\t, vertical\v, form\f, escape \u001b[0m, delete \u007f, U+2028 \u2028 and U+2029 \u2029',
  '$1 ?1 :a @b %s %% _ -- /* ; DROP TABLE pair; --',
  ' \u00a0 spaces at both ends \n\n ',
]

const path = fixture('hh-rlhf/harmless-base-test.jsonl.gz')

describe.each(databases())('texts on $name', (database) => {
  it('come back as they went in', async () => {
    const { connection, context } = await openFresh(database)
    const pairs = TEXTS.map((text, index) => [text, TEXTS[(index + 1) % TEXTS.length]] as const)
    await ingestPairs(context, {
      dataset: 'texts',
      subset: '"é" {,} \\',
      description: "it's",
      files: [tempFile(pairLines(pairs))],
    })
    expect(await conversations(connection)).toEqual(
      pairs.map(([chosen, rejected]) => ({ chosen: conversation(chosen), rejected: conversation(rejected) })),
    )
    expect(await connection.query('SELECT DISTINCT subset FROM pair')).toEqual([['"é" {,} \\']])
    expect(await connection.query('SELECT description FROM dataset')).toEqual([["it's"]])
  })

  it('come back from rewrites', async () => {
    const { connection, context } = await openFresh(database)
    const pairs = TEXTS.map((text) => [text, 'no'] as const)
    await ingestPairs(context, { dataset: 'texts', files: [tempFile(pairLines(pairs))] })
    const texts = (kind: string) => [`${kind}_chosen_text`, `${kind}_rejected_text`].join(',')
    const rows = TEXTS.map((text, rowId) => [
      rowId,
      conversation(text),
      conversation('no'),
      conversation(`better: ${text}`),
      conversation(text),
    ])
    const { counts } = await ingestRewrites(context, {
      dataset: 'texts',
      rewriter: 'r',
      pre: 'a',
      post: 'b',
      labeler: 'l',
      incomplete: true,
      file: tempFile(csv(`row_id,${texts('original')},${texts('rewritten')}`, rows)),
    })
    expect(counts).toMatchObject({ read: TEXTS.length, rejected: 0, conflicts: 0 })
    const stored = await connection.query(
      `SELECT row_id, text FROM entry WHERE variant_id = 1 AND side = 'CHOSEN' ORDER BY row_id`,
    )
    expect(stored).toEqual(TEXTS.map((text, rowId) => [rowId, conversation(`better: ${text}`)]))
  })

  it.skipIf(path === null)('of hh-rlhf come back as they went in', async () => {
    const { connection, context } = await openFresh(database)
    const { counts } = await ingestPairs(context, { dataset: 'hh', files: [path!] })
    expect(counts).toEqual({ read: 2312, rejected: 0, duplicates: 0, conflicts: 0, changed: 2312 * 3 })
    const lines = gunzipSync(readFileSync(path!)).toString('utf8').trimEnd().split('\n')
    expect(lines.length).toBe(2312)
    const stored = await conversations(connection)
    expect(stored.length).toBe(2312)
    for (const [rowId, line] of lines.entries()) {
      const { chosen, rejected } = JSON.parse(line)
      expect(stored[rowId]).toEqual({ chosen, rejected })
    }
    // Long prompts are stored once.
    const [[shared, whole]] = await connection.query(
      `SELECT SUM(LENGTH(prompt)), SUM(LENGTH(prompt) + LENGTH(text))
       FROM entry JOIN pair USING (dataset_id, row_id)`,
    )
    expect(Number(shared) / Number(whole)).toBeGreaterThan(0.5)
  })
})
