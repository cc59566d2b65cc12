import { expect, it } from 'vitest'
import { arena } from '../../src/ingest/arena.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { trl } from '../../src/ingest/trl.ts'
import { collect, sourceOf } from './files.ts'

const conversation = (answer: string) => [
  { role: 'user', content: 'hi' },
  { role: 'assistant', content: answer },
]
const CONTENT = ['model_b', 'tie']
  .map((winner) => ({
    winner,
    conversation_a: conversation('go away'),
    conversation_b: conversation('hello'),
    turn: 1,
  }))
  .map((row) => `${JSON.stringify(row)}\n`)
  .join('')

it('the winner of two conversations is chosen, and of a tie there is no pair', async () => {
  const { rows, notices } = readPairs(arena, await sourceOf(CONTENT))
  const { records, rejected } = await collect(rows)
  expect(records).toEqual([
    {
      rowId: 0,
      subset: null,
      chosen: '\n\nHuman: hi\n\nAssistant: hello',
      rejected: '\n\nHuman: hi\n\nAssistant: go away',
    },
  ])
  expect(rejected).toEqual([
    { line: 2, rowId: 1, reason: '"winner" is "\\"tie\\""; it must be model_a or model_b' },
  ])
  expect(notices).toEqual([expect.stringMatching(/nothing is read from turn$/)])
})

it('other formats name it where it would take a file', async () => {
  const { rejected } = await collect(readPairs(trl, await sourceOf(CONTENT)).rows)
  expect(rejected[0].reason).toMatch(/"chosen" is missing; .*; --format arena takes it$/)
})
