import { describe, expect, it } from 'vitest'
import { responseOf } from '../../src/domain/conversation.ts'
import { hhRlhf } from '../../src/ingest/hh-rlhf.ts'
import { Oddities } from '../../src/ingest/oddities.ts'
import type { PairFormat } from '../../src/ingest/pair-format.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { openSource } from '../../src/ingest/source.ts'
import { trl } from '../../src/ingest/trl.ts'
import { collect, sourceOf } from './files.ts'

const FAULTS = 'test/fixtures/faults'
const line = (pair: object) => `${JSON.stringify(pair)}\n`

const read = async (file: string, format: PairFormat = trl, refusals = {}) => {
  const oddities = new Oddities(refusals)
  const stream = readPairs(format, await openSource(`${FAULTS}/${file}`), { oddities })
  const collected = await collect(stream.rows)
  return { ...collected, notices: [...stream.notices, ...oddities.notices()] }
}
const readLines = async (...pairs: object[]) => {
  const stream = readPairs(trl, await sourceOf(pairs.map(line).join('')))
  return { ...(await collect(stream.rows)), notices: stream.notices }
}

describe('TRL with every oddity', () => {
  it('is taken but for what is null; roles are turns, parts of text one text', async () => {
    const { records, rejected, notices } = await read('edge.jsonl')
    expect(rejected).toEqual([{ line: 3, rowId: 2, reason: '"chosen" is null' }])
    expect(records.map(({ rowId, chosen }) => [rowId, chosen])).toEqual([
      [0, '\n\nHuman: Q\n\nAssistant: '],
      [1, '\n\nHuman: Q\n\nAssistant: same'],
      [3, '\n\nHuman: hi\n\nAssistant: g'],
      [4, '\n\nSystem: S\n\nHuman: hi\n\nAssistant: g'],
      [5, '\n\nDeveloper: S\n\nHuman: hi\n\nAssistant: g'],
      [6, '\n\nHuman: hi\n\nTool: t\n\nAssistant: g'],
      [7, '\n\nHuman: hi\n\nAssistant: g'],
      [8, '\n\nHuman: Q\n\nAssistant: g'],
      [9, '\n\nHuman: Q\n\nAssistant: g2'],
    ])
    expect(notices).toEqual([
      '1 pair with an empty answer (the first: row 0); --reject-empty leaves such out',
      '1 pair with the same text on both sides (the first: row 1); --reject-same leaves such out',
      '1 pair that came before, word for word (the first: row 7), counted once more; --reject-repeated leaves such out',
    ])
  })

  it('is left out where that is asked for, each kind by itself', async () => {
    const reasons = async (refusals: object) =>
      (await read('edge.jsonl', trl, refusals)).rejected.map(({ rowId, reason }) => [rowId, reason])
    const isNull = [2, '"chosen" is null']
    expect(await reasons({ rejectEmpty: true })).toEqual([[0, 'the chosen answer is empty'], isNull])
    expect(await reasons({ rejectSame: true })).toEqual([[1, 'chosen and rejected are the same'], isNull])
    expect(await reasons({ rejectRepeated: true })).toEqual([
      isNull,
      [7, 'the pair came before, word for word'],
    ])
  })
})

it.each([
  ['array.json', 5],
  ['t.csv', 2],
  ['crlfbom.jsonl', 5],
])('%s is taken', async (file, pairs) => {
  const { records, rejected, error } = await read(file)
  expect([records.length, rejected, error]).toEqual([pairs, [], null])
})

it('NaN and doubled keys are refused with their lines', async () => {
  const { records, rejected } = await read('lit.jsonl')
  expect(records.map(({ rowId }) => rowId)).toEqual([2])
  expect(rejected).toEqual([
    { line: 1, rowId: 0, reason: expect.stringMatching(/^the line is not JSON: /) },
    { line: 2, rowId: 1, reason: 'the line is not JSON: the key "chosen" comes twice' },
  ])
})

it('"Assistant:" within an answer begins no turn, and differs from the reference aloud', async () => {
  const { records, notices } = await read('assistant-in-answer.jsonl', hhRlhf)
  expect(records.map(({ chosen }) => responseOf(chosen))).toEqual([
    'Assistant: Ask your Personal Assistant: she keeps the stamp. Then send it by post to the office.',
    'Assistant: Ask your Personal Assistant: she keeps the stamp.',
    'Assistant: The script is:\nAssistant: hello\nUser: hi\nand so on',
    'Assistant: plain',
  ])
  expect(notices).toEqual([
    expect.stringMatching(
      /^3 pairs with an answer that the reference, .*, would cut elsewhere \(the first: row 0\)/,
    ),
  ])
})

describe('what a system says', () => {
  const asked = { chosen: 'g', rejected: 'b' }
  const expected = '\n\nSystem: S\n\nHuman: Q\n\nAssistant: g'
  it.each<[string, object]>([
    ['prompt', { system: 'S', prompt: 'Q', ...asked }],
    ['question', { system: 'S', question: 'Q', ...asked }],
    ['input', { system: 'S', input: 'Q', ...asked }],
    ['a list', { system: 'S', prompt: [{ role: 'user', content: 'Q' }], ...asked }],
    ['turns', { system: 'S', prompt: '\n\nHuman: Q\n\nAssistant:', chosen: ' g', rejected: ' b' }],
    [
      'whole texts',
      { system: 'S', chosen: '\n\nHuman: Q\n\nAssistant: g', rejected: 'Human: Q\n\nAssistant: b' },
    ],
    [
      'lists that have it',
      {
        system: 'S',
        prompt: 'Q',
        chosen: [
          { role: 'system', content: 'S' },
          { role: 'user', content: 'Q' },
          { role: 'assistant', content: 'g' },
        ],
        rejected: [{ role: 'assistant', content: 'b' }],
      },
    ],
  ])('is the first turn, before %s', async (_, row) => {
    const { records, rejected, notices } = await readLines(row)
    expect([rejected, notices]).toEqual([[], []])
    expect(records[0].chosen).toBe(expected)
    expect(records[0].rejected).toBe(expected.replace(/g$/, 'b'))
  })

  it('is no turn where it is empty', async () => {
    const { records } = await readLines(
      { system: '', question: 'Q', ...asked },
      { system: null, prompt: 'Q', ...asked },
    )
    expect(new Set(records.map(({ chosen }) => chosen))).toEqual(new Set(['\n\nHuman: Q\n\nAssistant: g']))
  })
})

it.each<[string, string]>([
  ['a speaker', 'Assistant: me'],
  ['a dialogue', 'Human: hello\n\nAssistant: hi\n\nHuman: bye'],
  ['turns', 'Like so:\n\nHuman: hello\n\nAssistant: hi\n\nHuman: bye\n\nAssistant: bye'],
  ['a chat template', '<|im_start|>user\nhello<|im_end|>\n<|im_start|>assistant\nhi<|im_end|>'],
  ['another one', 'USER: hello ASSISTANT: hi</s>'],
  ['a tool', 'x\n\nTool: a saw\n\nSystem: no'],
])('an answer apart from its prompt is never cut: %s', async (_, answer) => {
  const list = (content: string) => [{ role: 'assistant', content }]
  const rows = [
    { prompt: 'Q', chosen: answer, rejected: 'b' },
    { prompt: '\n\nHuman: Q\n\nAssistant:', chosen: ` ${answer}`, rejected: ' b' },
    { prompt: [{ role: 'user', content: 'Q' }], chosen: list(answer), rejected: list('b') },
    { prompt: 'Q', chosen: list(answer), rejected: list('b') },
    { chosen: [{ role: 'user', content: 'Q' }, ...list(answer)], rejected: '\n\nHuman: Q\n\nAssistant: b' },
  ]
  const { records, rejected } = await readLines(...rows)
  expect(rejected).toEqual([])
  const response = answer.startsWith('Assistant:') ? /^Assistant: (Assistant: )?me$/ : `Assistant: ${answer}`
  for (const { chosen, answers } of records) {
    expect(responseOf(chosen, answers?.chosen)).toEqual(
      typeof response === 'string' ? response : expect.stringMatching(response),
    )
    expect(chosen.endsWith(answer)).toBe(true)
  }
})

it('a line that lacks a key says what it has, and what it looks like', async () => {
  const { rejected } = await readLines(
    { prompt: 'Q', completion: 'a', label: true },
    { question: {}, answer_0: 'a', answer_1: 'b', score_0: 1 },
    { text_chosen: 'a', text_rejected: 'b', scores_chosen: 1, scores_rejected: 2 },
    { prompt: 'Q', chosen: ['a', 'b'], rejected: ['c'] },
  )
  expect(rejected.map(({ reason }) => reason)).toEqual([
    '"chosen" is missing; the line has prompt, completion, label: it looks like single answers, each good or bad (KTO), and no pairs',
    expect.stringMatching(
      /^"chosen" is missing; the line has question, answer_0, .*: it looks like .*webgpt.*, but lacks score_1$/,
    ),
    '"chosen" is missing; the line has text_chosen, text_rejected, scores_chosen, scores_rejected; --format rewardbench takes it',
    expect.stringMatching(/^chosen\[0\] is no message .*; --format rewardbench-2 takes lists of answers$/),
  ])
})

it('an assistant that calls tools says so', async () => {
  const call = { type: 'function', function: { name: 'light', arguments: { on: true } } }
  const { records, rejected } = await readLines({
    prompt: [
      { role: 'user', content: 'Light!' },
      { role: 'assistant', tool_calls: [call] },
      { role: 'function', name: 'light', content: 'on' },
    ],
    chosen: [{ role: 'assistant', content: 'Done.', tool_calls: null }],
    rejected: [{ role: 'assistant', content: null, tool_calls: [call] }],
  })
  expect(rejected).toEqual([])
  const said = '{"name":"light","arguments":{"on":true}}'
  const prompt = `\n\nHuman: Light!\n\nAssistant: ${said}\n\nFunction: on\n\nAssistant: `
  expect(records[0]).toMatchObject({ chosen: `${prompt}Done.`, rejected: `${prompt}${said}` })
})
