import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'

export type HostilePairs = { kind: string; content: Buffer }

const FOLDER = 'test/fixtures/formats'
/** Files as they should be, one of each shape. */
export const SHAPES = [
  'arena-conversations.jsonl',
  'arena-human-preference.csv',
  'distilabel-orca.jsonl',
  'helpsteer2-preference.jsonl',
  'helpsteer2-ratings.jsonl',
  'helpsteer3-preference.jsonl',
  'nectar.jsonl',
  'oasst-messages.jsonl',
  'oasst-trees.jsonl',
  'pku-saferlhf.jsonl',
  'reward-bench-2.jsonl',
  'rm-bench.json',
  'rmb-best-of-n.json',
  'rmb-pairwise.json',
  'shp.jsonl',
  'stack-exchange-paired.jsonl',
  'summarize-from-feedback.jsonl',
  'ultrafeedback-binarized.jsonl',
  'ultrafeedback.jsonl',
  'webgpt.jsonl',
]

const text = (name: string) => readFileSync(path.join(FOLDER, name), 'utf8')
const rowsOf = (name: string): Record<string, unknown>[] =>
  name.endsWith('.json')
    ? JSON.parse(text(name))
    : text(name)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
const lines = (rows: readonly unknown[]) =>
  Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
const first = (name: string) => rowsOf(name)[0]
const times = <T>(count: number, of: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => of(at))
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
const withText = (row: object, key: string, json: string) =>
  Buffer.from(`${JSON.stringify({ ...row, [key]: '@@' }).replace('"@@"', json)}\n`)

const answers = (count: number) => times(count, (at) => ({ answer: `a${at}`, rank: at, model: 'm' }))
const messages = (count: number, parent: (at: number) => unknown) =>
  times(count, (at) => ({
    message_id: `m${at}`,
    parent_id: parent(at),
    message_tree_id: 't',
    text: 'x',
    role: at % 2 ? 'assistant' : 'prompter',
    rank: at % 3,
  }))
const deepTree = (depth: number) => {
  const open = times(
    depth,
    (at) =>
      `{"message_id":"m${at}","text":"x","role":"${at % 2 ? 'assistant' : 'prompter'}","rank":0,"replies":[`,
  ).join('')
  return Buffer.from(`{"message_tree_id":"t","prompt":${open}${']}'.repeat(depth)}}\n`)
}

/** What is wrong with each can't be met by chance. */
export const CASES: HostilePairs[] = [
  { kind: 'rows of many shapes', content: lines(SHAPES.filter((name) => !name.endsWith('.csv')).map(first)) },
  { kind: 'a hundred thousand answers', content: lines([{ prompt: 'q', answers: answers(100_000) }]) },
  { kind: 'no answers', content: lines([first('nectar.jsonl'), { prompt: 'q', answers: [] }]) },
  { kind: 'one answer', content: lines([first('nectar.jsonl'), { prompt: 'q', answers: answers(1) }]) },
  {
    kind: 'ranks that are none',
    content: lines([
      first('nectar.jsonl'),
      {
        prompt: 'q',
        answers: [
          { answer: 'a', rank: 'NaN' },
          { answer: 'b', rank: '1e999' },
        ],
      },
    ]),
  },
  {
    kind: 'ranks that are all the same',
    content: lines([{ prompt: 'q', answers: times(50, (at) => ({ answer: `a${at}`, rank: 1 })) }]),
  },
  {
    kind: 'answers that are lists, numbers, null',
    content: lines([
      first('nectar.jsonl'),
      ...[[[]], [1, 2], [null, null], ['a', 'b'], {}, 'x', 7, null].map((answers) => ({
        prompt: 'q',
        answers,
      })),
    ]),
  },
  {
    kind: 'long prompts of many answers',
    content: lines([{ prompt: 'q'.repeat(20_000), answers: answers(60) }]),
  },
  { kind: 'a deep tree', content: deepTree(5_000) },
  { kind: 'a tree deeper than a recursion', content: deepTree(200_000) },
  { kind: 'a tree of a thousand answers', content: lines(messages(2_000, (at) => (at === 0 ? null : 'm0'))) },
  {
    kind: 'messages that answer themselves',
    content: lines(messages(50, (at) => (at === 0 ? null : `m${at}`))),
  },
  { kind: 'messages in a circle', content: lines(messages(50, (at) => `m${(at + 1) % 50}`)) },
  {
    kind: 'messages of the same id',
    content: lines(
      messages(50, (at) => (at === 0 ? null : 'm0')).map((row) => ({ ...row, message_id: 'm0' })),
    ),
  },
  { kind: 'messages without their first', content: lines(messages(50, () => 'gone')) },
  { kind: 'a tree of too many rows', content: lines(messages(10_500, (at) => (at === 0 ? null : 'm0'))) },
  {
    kind: 'ratings of one prompt without end',
    content: lines(times(10_500, (at) => ({ prompt: 'p', response: `r${at}`, helpfulness: at % 5 }))),
  },
  {
    kind: 'ratings of prompts that are no texts',
    content: lines(
      [1, null, ['a'], { a: 1 }].flatMap((prompt) =>
        times(2, (at) => ({ prompt, response: 'r', helpfulness: at })),
      ),
    ),
  },
  { kind: 'deep objects beside the texts', content: withText(first('shp.jsonl'), 'extra', nested(50_000)) },
  {
    kind: 'very many columns',
    content: lines([{ ...first('shp.jsonl'), ...Object.fromEntries(times(50_000, (at) => [`c${at}`, at])) }]),
  },
  {
    kind: 'other columns in every row',
    content: lines(times(2_000, (at) => ({ ...first('shp.jsonl'), [`c${at}`]: at }))),
  },
  {
    kind: 'names that JavaScript has',
    content: withText(first('shp.jsonl'), '__proto__', '{"toString": 1, "constructor": {"prototype": 2}}'),
  },
  {
    kind: 'sides that JavaScript has',
    content: lines([
      { ...first('shp.jsonl'), __proto___A: 1, __proto___B: 2, constructor_A: 3, constructor_B: 4 },
    ]),
  },
  {
    kind: 'texts that no database holds',
    content: lines([{ ...first('shp.jsonl'), domain: 'a\0b', note: '\ud800' }]),
  },
  {
    kind: 'an id that no database holds',
    content: lines([first('shp.jsonl'), { ...first('shp.jsonl'), post_id: 'a\0b' }]),
  },
  { kind: 'a long id', content: lines([{ ...first('shp.jsonl'), post_id: 'x'.repeat(1_000_000) }]) },
  {
    kind: 'numbers beyond all',
    content: withText(first('shp.jsonl'), 'extra', '[1e999, -1e999, 123456789012345678901234567890]'),
  },
  { kind: 'a number beyond all', content: withText(first('shp.jsonl'), 'extra', '1e999') },
  {
    kind: 'values of several kinds',
    content: lines([1, 'a', true, null, [], {}, 1.5, ''].map((extra) => ({ ...first('shp.jsonl'), extra }))),
  },
  {
    kind: 'labels that are none',
    content: lines([
      first('shp.jsonl'),
      ...[2, -1, '1.0', 'A', null, [1], true].map((labels) => ({ ...first('shp.jsonl'), labels })),
    ]),
  },
  {
    kind: 'winners that are none',
    content: lines([
      first('arena-conversations.jsonl'),
      ...['model_c', null, 1, {}].map((winner) => ({ ...first('arena-conversations.jsonl'), winner })),
    ]),
  },
  {
    kind: 'conversations that are none',
    content: lines([
      first('arena-conversations.jsonl'),
      ...['x', [], [{}], [{ role: 'user' }], 7, null].map((conversation_a) => ({
        ...first('arena-conversations.jsonl'),
        conversation_a,
      })),
    ]),
  },
  {
    kind: 'turns without answers',
    content: Buffer.from(
      'id,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie\n1,"[""a"",""b""]","[""c""]","[null]",1,0,0\n2,[,[,[,1,0,0\n3,a,b,c,1,1,1\n4,a,b,c,1,0,0\n',
    ),
  },
  {
    kind: 'three summaries',
    content: lines([
      first('summarize-from-feedback.jsonl'),
      { ...first('summarize-from-feedback.jsonl'), summaries: [{}, {}, {}] },
    ]),
  },
  {
    kind: 'no post',
    content: lines([
      first('summarize-from-feedback.jsonl'),
      { ...first('summarize-from-feedback.jsonl'), info: {} },
    ]),
  },
  {
    kind: 'scores that are no numbers',
    content: lines([
      first('webgpt.jsonl'),
      ...[null, 'x', {}, [1]].map((score_0) => ({ ...first('webgpt.jsonl'), score_0 })),
    ]),
  },
  {
    kind: 'styles that are lacking',
    content: lines([
      first('rm-bench.json'),
      { ...first('rm-bench.json'), chosen: ['a', 'b'] },
      { ...first('rm-bench.json'), rejected: ['a', 1, null] },
    ]),
  },
  {
    kind: 'right answers alone',
    content: lines([
      first('reward-bench-2.jsonl'),
      { prompt: 'q', chosen: ['a', 'b'], rejected: [] },
      { prompt: 'q', chosen: ['a'], rejected: [] },
    ]),
  },
  {
    kind: 'answers beyond a hundred, and scores of two scales',
    content: lines([
      first('ultrafeedback.jsonl'),
      { instruction: 'q', completions: times(200, (at) => ({ response: `r${at}`, overall_score: at % 7 })) },
      {
        instruction: 'q',
        completions: [
          { response: 'a', overall_score: 9 },
          { response: 'b', 'fine-grained_score': 4.5 },
        ],
      },
    ]),
  },
  {
    kind: 'ids beyond 2^53',
    content: Buffer.concat(
      ['9007199254740992', '9007199254740993', '-1e400', '1e-400'].map((id) =>
        withText(first('shp.jsonl'), 'post_id', id),
      ),
    ),
  },
  {
    kind: 'images, tools, several systems and other roles',
    content: lines(
      [
        [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'x' } }] }],
        [
          { role: 'system', content: 'a' },
          { role: 'system', content: 'b' },
          { role: 'user', content: 'c' },
        ],
        [
          { role: 'user', content: 'a' },
          { role: 'assistant', content: null, tool_calls: [{ id: 1 }] },
        ],
        [{ role: 'USER', content: 'a' }],
        [{ from: 'human', value: 'a' }],
        [['user', 'a']],
        { role: 'user', content: 'a' },
      ].map((prompt) => ({ prompt, chosen: 'a', rejected: 'b' })),
    ),
  },
  {
    kind: 'names of columns with anything in them',
    content: lines([
      Object.fromEntries(
        [
          '',
          ' ',
          '.',
          'a.b',
          '"',
          "'",
          'a\nb',
          '\0',
          '日本語',
          'x'.repeat(300),
          'row_id',
          'id',
          'name',
          'length_words',
        ]
          .map((name): [string, unknown] => [name, 1])
          .concat([
            ['prompt', 'q'],
            ['chosen', 'a'],
            ['rejected', 'b'],
            ['tie', null],
            ['a', { b: 2 }],
          ]),
      ),
    ]),
  },
  {
    kind: 'files put together, with a mark of their bytes between them',
    content: Buffer.concat([lines([first('shp.jsonl')]), Buffer.from('\ufeff'), lines([first('shp.jsonl')])]),
  },
  { kind: 'both shapes at once', content: lines([{ ...first('shp.jsonl'), ...first('webgpt.jsonl') }]) },
  {
    kind: 'columns of unequal length',
    content: Buffer.from('{\n"chosen": ["a", "b"],\n"rejected": ["c"],\n"prompt": ["d"]\n}\n'),
  },
  { kind: 'columns that are never closed', content: Buffer.from(`{\n"chosen": [${'"a",'.repeat(10_000)}`) },
  {
    kind: 'columns of a million numbers',
    content: Buffer.from(
      `{\n"chosen": [${times(300_000, () => 1).join()}],\n"rejected": [${times(300_000, () => 2).join()}]\n}\n`,
    ),
  },
  { kind: 'a zipped half', content: gzipSync(lines(rowsOf('ultrafeedback.jsonl'))).subarray(0, 300) },
  {
    kind: 'texts without anything in common',
    content: lines([
      { chosen: 'a', rejected: 'b' },
      { chosen: '', rejected: '' },
      { chosen: ' ', rejected: ' x' },
    ]),
  },
]

/** A row's values by their paths. */
const placesIn = (value: unknown, place: readonly string[] = []): string[][] =>
  typeof value === 'object' && value !== null
    ? [[...place], ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...place, key]))]
    : [[...place]]

const replaced = (value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown => {
  if (key === undefined) return by
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>
  copy[key] = replaced(copy[key], rest, by)
  return copy
}

/** A good file with another value somewhere in some of its rows. */
export const changedShape: fc.Arbitrary<HostilePairs> = fc
  .record({
    name: fc.constantFrom(...SHAPES.filter((name) => !name.endsWith('.csv'))),
    changes: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.jsonValue({ maxDepth: 3 })), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ name, changes }) => {
    const rows: unknown[] = rowsOf(name)
    for (const [at, where, by] of changes) {
      const row = at % rows.length
      const places = placesIn(rows[row])
      rows[row] = replaced(rows[row], places[where % places.length], by)
    }
    return { kind: `${name}, changed`, content: lines(rows) }
  })
