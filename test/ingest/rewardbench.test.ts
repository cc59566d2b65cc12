import { expect, it } from 'vitest'
import { readRewardBench } from '../../src/ingest/rewardbench.ts'
import { collect, sourceOf } from './files.ts'
import { parquetOf } from './parquet-files.ts'

const CHOSEN = '\n\nHuman: hi\n\nAssistant: hello'
const REJECTED = '\n\nHuman: hi\n\nAssistant: go away'
const good = {
  prompt: 'hi',
  results: 1,
  scores_chosen: 1.5,
  scores_rejected: -0.25,
  text_chosen: CHOSEN,
  text_rejected: REJECTED,
}
const record = {
  rowId: 0,
  subset: null,
  chosen: CHOSEN,
  rejected: REJECTED,
  rewards: { rowId: 0, chosen: 1.5, rejected: -0.25 },
}
const line = (value: unknown) => `${JSON.stringify(value)}\n`
const read = async (content: string | Buffer) => {
  const stream = readRewardBench(await sourceOf(content), {})
  return { ...(await collect(stream.rows)), notices: stream.notices }
}

it('reads pairs and their scores, also as lists of one', async () => {
  const { records, rejected, notices } = await read(
    line(good) + line({ ...good, scores_chosen: [1.5], scores_rejected: [-0.25] }),
  )
  expect(records).toEqual([record, { ...record, rowId: 1, rewards: { ...record.rewards, rowId: 1 } }])
  expect([rejected, notices]).toEqual([[], []])
})

it.each([
  ['ChatML', (text: string) => `<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n${text}<|im_end|>\n`],
  [
    'Llama 3',
    (text: string) =>
      `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n${text}<|eot_id|>`,
  ],
  [
    'Gemma',
    (text: string) =>
      `<bos><start_of_turn>user\nhi<end_of_turn>\n<start_of_turn>model\n${text}<end_of_turn>\n`,
  ],
  ['Zephyr', (text: string) => `<|user|>\nhi</s>\n<|assistant|>\n${text}</s>\n`],
  ['Llama 2', (text: string) => `<s>[INST] hi [/INST] ${text} </s>`],
  [
    'messages',
    (text: string) => [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: text },
    ],
  ],
])('takes texts apart that come as %s', async (_, made) => {
  const { records, rejected } = await read(
    line({ ...good, text_chosen: made('hello'), text_rejected: made('go away') }),
  )
  expect(rejected).toEqual([])
  expect(records).toEqual([record])
})

it.each<[object, string | RegExp]>([
  [
    { text_chosen: 'hi hello' },
    /^"text_chosen" has no turns that could be told apart; known: .*ChatML, Llama 3/,
  ],
  [{ text_rejected: 'USER: hi ASSISTANT: hello' }, /^"text_rejected" has no turns that could be told apart/],
  [{ text_chosen: '<|im_start|>tool\nx<|im_end|>' }, /^a role of the ChatML template is "tool"; known: /],
  [{ text_chosen: '<|user|>\nhi</s>\n' }, /"text_chosen" has no assistant turn/],
  [{ text_chosen: undefined }, '"text_chosen" is missing'],
  [{ scores_chosen: undefined }, '"scores_chosen" is missing'],
  [{ scores_chosen: null }, '"scores_chosen" is "null"; it must be a finite number'],
  [{ scores_rejected: '1' }, /^"scores_rejected" is .*; it must be a finite number$/],
  [{ scores_rejected: [1, 2] }, '"scores_rejected" is "[1,2]"; it must be a finite number'],
])('lists a line with %j', async (change, reason) => {
  const { records, rejected } = await read(line(good) + line({ ...good, ...change }))
  expect(records).toEqual([record])
  expect(rejected).toEqual([
    { line: 2, rowId: 1, reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) },
  ])
})

it('lists scores that Python prints and JSON has not', async () => {
  const { rejected } = await read(line(good).replace('1.5', 'NaN') + line(good))
  expect(rejected).toEqual([{ line: 1, rowId: 0, reason: expect.stringMatching(/^the line is not JSON/) }])
})

it('says how often results contradicts the scores', async () => {
  const { records, notices } = await read(line(good) + line({ ...good, results: 0 }))
  expect(records.length).toBe(2)
  expect(notices).toEqual([
    expect.stringMatching(/results contradicts the scores in 1 lines; the scores count$/),
  ])
})

it('refuses Parquet', async () => {
  const { error } = await read(parquetOf([{ text_chosen: CHOSEN, text_rejected: REJECTED }]))
  expect(error?.message).toMatch(/is Parquet, not JSON lines; --format trl takes both$/)
})
