import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { allFeatures } from '../../src/domain/measure.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { loadFrame } from '../../src/store/frame/load-frame.ts'
import { databases, openFresh } from '../databases.ts'
import { expectAgree } from '../golden/agree.ts'
import { ask, sliceOf } from '../metrics/asking.ts'
import { fixture } from './files.ts'

const path = fixture('hh-rlhf/harmless-base-test.jsonl.gz')

/** Code points of the last answer of a conversation, counted without what the server counts with. */
const lengthOf = (conversation: string) => {
  const turn = '\n\nAssistant:'
  return [...conversation.slice(conversation.lastIndexOf(turn) + turn.length).trim()].length
}

it.skipIf(path === null)('the shorter response wins on 55.5 % of the pairs of hh-rlhf', async () => {
  const { connection, context } = await openFresh(databases()[0])
  await ingestPairs(context, { dataset: 'hh', files: [path!] })
  const frame = (await loadFrame(connection, 1))!
  const found = await ask(sliceOf(frame), 'rulers', { stage: 'POST' })
  const length = found.find(({ feature }) => allFeatures(frame)[feature].name === 'length_characters')!

  const lines = gunzipSync(readFileSync(path!)).toString('utf8').trimEnd().split('\n')
  const differences = lines.map((line) => {
    const { chosen, rejected } = JSON.parse(line)
    return lengthOf(chosen) - lengthOf(rejected)
  })
  const shorter = differences.filter((difference) => difference < 0).length
  const unequal = differences.filter((difference) => difference !== 0).length
  expect([shorter, unequal]).toEqual([1278, 2301])
  expect(length).toMatchObject({
    higherWins: false,
    alignment: { aligned: shorter, pairs: unequal, ties: lines.length - unequal },
  })
  expectAgree(length.alignment.score, 0.555, { relative: 0, absolute: 0.0005 })
  expect(length.test!.pValue).toBeLessThan(1e-6)
})
