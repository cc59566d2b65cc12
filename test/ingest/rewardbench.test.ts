import { readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readJsonLines } from '../../src/ingest/jsonl.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { rewardBench } from '../../src/ingest/rewardbench.ts'
import { openSource } from '../../src/ingest/source.ts'
import { collect, fixture, sourceOf } from './files.ts'
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
  const stream = readPairs(rewardBench, await sourceOf(content), {})
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
  [{ text_chosen: '<|im_start|>owner\nx<|im_end|>' }, /^a role of the ChatML template is "owner"; known: /],
  [{ text_chosen: '<|user|>\nhi</s>\n' }, /"text_chosen" has no assistant turn/],
  [{ text_chosen: undefined }, /^"text_chosen" is missing; the line has prompt, results, scores_chosen, /],
  [{ scores_chosen: undefined }, /^"scores_chosen" is missing; the line has prompt, results, /],
  [{ scores_chosen: null }, '"scores_chosen" is "null"; it must be a finite number'],
  [{ scores_rejected: 'x' }, /^"scores_rejected" is .*; it must be a finite number$/],
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

it('refuses Parquet without scores', async () => {
  const { error } = await read(parquetOf([{ text_chosen: CHOSEN, text_rejected: REJECTED }]))
  expect(error?.message).toMatch(
    /lacks the columns scores_chosen, scores_rejected; it has text_chosen, text_rejected$/,
  )
})

const PROMPT = 'What is the capital of Australia?'
const ANSWER = 'Canberra. It was chosen in 1908 as a compromise between Sydney and Melbourne.'
const outputs = fixture('formats/rewardbench-out')
const files = outputs === null ? [] : readdirSync(outputs).filter((file) => /^cli_.*|\.parquet$/.test(file))

it.skipIf(outputs === null)('knows nineteen chat templates', () => {
  expect(files.length).toBe(20)
})

it.each(files)('gives the same pairs, rewards and subsets from %s', async (file) => {
  const stream = readPairs(rewardBench, await openSource(path.join(outputs!, file)))
  const { records, rejected } = await collect(stream.rows)
  expect(rejected).toEqual([])
  expect(records.length).toBe(6)
  expect(records[0]).toEqual({
    rowId: 0,
    subset: 'alpacaeval-easy',
    chosen: `\n\nHuman: ${PROMPT}\n\nAssistant: ${ANSWER}`,
    rejected: `\n\nHuman: ${PROMPT}\n\nAssistant: Sydney.`,
    rewards: { rowId: 0, chosen: 2, rejected: 0.5 },
    attributes: { pair: { id: 0 }, chosen: { model: 'GPT4-Turbo' }, rejected: { model: 'alpaca-7b' } },
  })
  expect(stream.notices).toEqual([])
})

it.each(files.filter((file) => file.endsWith('.jsonl')))(
  'finds the turns of %s in the template, where the texts before it are not there',
  async (file) => {
    const whole = await openSource(path.join(outputs!, file))
    const lines: object[] = []
    for await (const batch of readJsonLines(whole))
      for (const row of batch) if ('record' in row) lines.push(row.record as object)
    const bare = lines.map((row) => line({ ...row, chosen: undefined, rejected: undefined })).join('')
    const { records, rejected } = await read(bare)
    expect(rejected).toEqual([])
    const system = file.includes('qwen-think') ? '\n\nSystem: You are Qwen.' : ''
    expect(records[0].chosen).toBe(`${system}\n\nHuman: ${PROMPT}\n\nAssistant: ${ANSWER}`)
    expect(records[5].rejected).toBe(`${system}\n\nHuman: ما هي عاصمة مصر؟\n\nAssistant: الإسكندرية`)
  },
)

it('takes the texts that a template was put around only where the template has them', async () => {
  const { records } = await read(
    line({ ...good, chosen: 'hello', rejected: 'go away' }) +
      line({ ...good, chosen: 'another', rejected: 'go away' }),
  )
  expect(records.map(({ chosen }) => chosen)).toEqual([CHOSEN, CHOSEN])
})

it('has the subset that is given before that of the lines', async () => {
  const stream = readPairs(rewardBench, await sourceOf(line({ ...good, subset: 'theirs' })), {
    subset: 'mine',
  })
  const [record] = (await collect(stream.rows)).records
  expect(record.subset).toBe('mine')
  expect(record.attributes?.pair).toEqual({ subset: 'theirs' })
})
