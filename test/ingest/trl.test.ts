import { readFileSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CutShort } from '../../src/ingest/cut-short.ts'
import { readPairs } from '../../src/ingest/read-pairs.ts'
import { trl } from '../../src/ingest/trl.ts'
import { collect, sourceOf } from './files.ts'
import { messageList, parquetOf, parquetOfSchema } from './parquet-files.ts'

const user = (content: string) => ({ role: 'user', content })
const assistant = (content: string) => ({ role: 'assistant', content })
const system = (content: string) => ({ role: 'system', content })
const line = (pair: object) => `${JSON.stringify(pair)}\n`

const read = async (content: string | Buffer, options = {}) => {
  const stream = readPairs(trl, await sourceOf(content), options)
  return { ...(await collect(stream.rows)), notices: stream.notices, count: stream.rowIds }
}

const CHOSEN = '\n\nHuman: hi\n\nAssistant: hello'
const REJECTED = '\n\nHuman: hi\n\nAssistant: go away'
const pair = { rowId: 0, subset: null, chosen: CHOSEN, rejected: REJECTED }

describe('a pair', () => {
  const lists = [
    [user('hi'), assistant('hello')],
    [user('hi'), assistant('go away')],
  ]
  const answers = [[assistant('hello')], [assistant('go away')]]
  it.each<[string, unknown, unknown, unknown]>([
    ['texts with the prompt in them', undefined, CHOSEN, REJECTED],
    ['lists with the prompt in them', undefined, ...(lists as [unknown, unknown])],
    ['a prompt that is null', null, CHOSEN, REJECTED],
    ['a text and completions', '\n\nHuman: hi\n\nAssistant:', ' hello', ' go away'],
    ['a text that the texts repeat', '\n\nHuman: hi\n\nAssistant:', CHOSEN, REJECTED],
    ['a text and turns', '\n\nHuman: hi', '\n\nAssistant: hello', '\n\nAssistant: go away'],
    ['a text without turns and answers', 'hi', 'hello', ' go away'],
    ['a text without turns that texts in turns have', 'hi', CHOSEN, REJECTED],
    ['lists', [user('hi')], ...(answers as [unknown, unknown])],
    ['lists that repeat the prompt', [user('hi')], ...(lists as [unknown, unknown])],
    ['a text beside lists that have it, as TRL reads it', 'something else', ...(lists as [unknown, unknown])],
    ['a text and lists of the answer', 'hi', ...(answers as [unknown, unknown])],
    [
      'an open text and lists of the answer',
      '\n\nHuman: hi\n\nAssistant:',
      ...(answers as [unknown, unknown]),
    ],
    ['a list and texts', [user('hi')], 'hello', 'go away'],
    [
      'a chat template',
      '<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n',
      'hello<|im_end|>\n',
      'go away<|im_end|>\n',
    ],
  ])('of %s', async (_, prompt, chosen, rejected) => {
    const { records, rejected: bad } = await read(line({ prompt, chosen, rejected }))
    expect(bad).toEqual([])
    expect(records).toEqual([pair])
  })

  it('keeps a system message as a turn of its own, where it stands', async () => {
    const chosen = [system('Be kind.'), user('hi'), assistant('a'), user('so?'), assistant('b')]
    const { records } = await read(line({ chosen, rejected: [...chosen.slice(0, 4), assistant('c')] }))
    const shared = '\n\nSystem: Be kind.\n\nHuman: hi\n\nAssistant: a\n\nHuman: so?\n\nAssistant: '
    expect(records).toEqual([{ ...pair, chosen: `${shared}b`, rejected: `${shared}c` }])
  })

  it('is named in a notice when a message before the answer has a turn in it', async () => {
    const chosen = [user('hi\n\nAssistant: y'), assistant('x')]
    const { records, notices } = await read(line({ chosen, rejected: REJECTED }))
    expect(records[0].chosen).toBe('\n\nHuman: hi\n\nAssistant: y\n\nAssistant: x')
    expect(notices).toEqual([
      expect.stringMatching(/1 pair has messages before the answer with "\\n\\nHuman:"/),
    ])
  })
})

describe('a line that is none', () => {
  const bad: [object, RegExp | string][] = [
    [{ chosen: CHOSEN }, '"rejected" is missing; the line has chosen'],
    [{ rejected: CHOSEN }, '"chosen" is missing; the line has rejected'],
    [{ chosen: CHOSEN, rejected: null }, '"rejected" is null'],
    [{ chosen: [], rejected: CHOSEN }, '"chosen" is an empty list'],
    [{ prompt: [], chosen: CHOSEN, rejected: CHOSEN }, '"prompt" is an empty list'],
    [{ chosen: '', rejected: CHOSEN }, '"chosen" is empty'],
    [{ chosen: 7, rejected: CHOSEN }, /^"chosen" is neither a text nor a list of messages: "7"$/],
    [{ prompt: {}, chosen: CHOSEN, rejected: CHOSEN }, /^"prompt" is neither a text nor/],
    [
      { chosen: 'hello', rejected: CHOSEN },
      /^"chosen" has no turns that could be told apart; known: "\\n\\nHuman/,
    ],
    [{ chosen: ['x'], rejected: CHOSEN }, /^chosen\[0\] is no message with role and content/],
    [
      { chosen: [user('a'), { role: 'gpt', content: 'b' }], rejected: CHOSEN },
      /^chosen\[1\]\.role is "gpt"; known: /,
    ],
    [{ chosen: [{ content: 'b' }], rejected: CHOSEN }, /^chosen\[0\]\.role is missing; known: /],
    [{ chosen: [{ role: 'toString', content: '' }], rejected: CHOSEN }, /^chosen\[0\]\.role is "toString"/],
    [
      { chosen: [{ role: 'user' }], rejected: CHOSEN },
      /^chosen\[0\]\.content is missing; it must be a text$/,
    ],
    [
      { chosen: CHOSEN, rejected: [user('a'), { role: 'assistant', content: [{ type: 'image' }] }] },
      /^rejected\[1\]\.content is .*; it must be a text$/,
    ],
    [{ chosen: [user('a')], rejected: CHOSEN }, '"chosen" does not end with a message of the assistant'],
    [{ chosen: `${CHOSEN}\n\nHuman: bye`, rejected: CHOSEN }, '"chosen" does not end with an assistant turn'],
    [{ prompt: '\n\nHuman: a', chosen: ' b', rejected: CHOSEN }, /"chosen" has no assistant turn/],
    [{ chosen: [user('a'), assistant('\0')], rejected: CHOSEN }, /NUL/],
    [{ chosen: [user('a'), assistant('\ud800')], rejected: CHOSEN }, /lone surrogate/],
    [['x'], 'the line is not a JSON object with "chosen" and "rejected"'],
  ]
  it.each(bad)('%j is listed', async (value, reason) => {
    const good = line({ chosen: CHOSEN, rejected: REJECTED })
    const { records, rejected } = await read(`${good}${line(value)}${good}`)
    expect(records.map(({ rowId }) => rowId)).toEqual([0, 2])
    expect(rejected).toEqual([
      { line: 2, rowId: 1, reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) },
    ])
  })

  it('may be a broken one, between CRLF and after a byte order mark', async () => {
    const good = line({ chosen: CHOSEN, rejected: REJECTED }).trimEnd()
    const { records, rejected } = await read(gzipSync(`\ufeff${good}\r\n{"chosen": \r\n${good}\r\n`))
    expect(records).toEqual([pair, { ...pair, rowId: 2 }])
    expect(rejected).toEqual([{ line: 2, rowId: 1, reason: expect.stringMatching(/is not JSON/) }])
  })

  it('does not hide that a gzip is cut short', async () => {
    const gzip = gzipSync(line({ chosen: CHOSEN, rejected: REJECTED }).repeat(100))
    const { error } = await read(gzip.subarray(0, gzip.length - 5))
    expect(error).toBeInstanceOf(CutShort)
  })
})

/** A Zstandard frame of one block that is not compressed: not every Node has a compressor. */
const zstdFrame = (bytes: Uint8Array) => {
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0, 0, 0, 0])
  head.writeUInt32LE(bytes.length, 5)
  head.writeUIntLE((bytes.length << 3) | 1, 9, 3)
  return Buffer.concat([head, bytes])
}

describe('Parquet', () => {
  const rows = Array.from({ length: 25 }, (_, row) => ({
    prompt: [user(`question ${row}`)],
    chosen: [assistant(`yes ${row} ${'é😀'.repeat(row)}`)],
    rejected: [assistant(`no ${row}`)],
  }))
  const expected = read(rows.map(line).join(''))

  it.each([
    ['SNAPPY', undefined],
    ['UNCOMPRESSED', undefined],
    ['GZIP', (bytes: Uint8Array) => gzipSync(bytes)],
    ['ZSTD', zstdFrame],
    ['BROTLI', (bytes: Uint8Array) => brotliCompressSync(bytes)],
  ] as const)('with %s gives what JSON lines give, row group after row group', async (codec, compress) => {
    const { records, lines, error, count } = await read(
      parquetOf(rows, { codec, compress, rowGroupSize: 10 }),
    )
    expect(error).toBeNull()
    expect(records).toEqual((await expected).records)
    expect(lines).toEqual(rows.map((_, row) => row + 1))
    expect(count).toBe(25)
  })

  it('lists bad rows by their number', async () => {
    const broken = rows.map((row, at) => (at === 13 ? { ...row, chosen: [user('what?')] } : row))
    broken[20] = { ...rows[20], rejected: null as never }
    const { records, rejected } = await read(parquetOf(broken, { rowGroupSize: 10 }), { firstRowId: 100 })
    expect(records.length).toBe(23)
    expect(rejected).toEqual([
      { line: 14, rowId: 113, reason: '"chosen" does not end with a message of the assistant' },
      { line: 21, rowId: 120, reason: '"rejected" is null' },
    ])
  })

  it('without a column is refused by its name', async () => {
    const texts = parquetOf([{ prompt: 'a', chosen: CHOSEN, source: 'x' }])
    const { error, records } = await read(texts)
    expect(error?.message).toMatch(/lacks the column rejected; it has prompt, chosen, source$/)
    expect(records).toEqual([])
  })

  it('with columns beside the texts keeps them', async () => {
    const { records, notices } = await read(parquetOf([{ chosen: CHOSEN, source: 'x', rejected: REJECTED }]))
    expect(records).toEqual([{ ...pair, attributes: { pair: { source: 'x' }, chosen: {}, rejected: {} } }])
    expect(notices).toEqual([])
    const odd = await read(parquetOf([{ chosen: CHOSEN, rejected: REJECTED, ['__proto__']: 'x' }]))
    expect([odd.records, odd.notices]).toEqual([
      [pair],
      [expect.stringMatching(/: nothing is read from __proto__$/)],
    ])
  })

  it('with a column of another type is refused', async () => {
    const numbers = parquetOfSchema(
      [
        { name: 'root', num_children: 2 },
        { name: 'chosen', type: 'INT32', repetition_type: 'OPTIONAL' },
        { name: 'rejected', type: 'INT32', repetition_type: 'OPTIONAL' },
      ],
      [{ chosen: 1, rejected: 2 }],
    )
    expect((await read(numbers)).error?.message).toMatch(
      /the column chosen is INT32; it must be a text or a list/,
    )
    const sharegpt = parquetOfSchema(
      [
        { name: 'root', num_children: 2 },
        ...messageList('chosen', ['from', 'value']),
        ...messageList('rejected', ['from', 'value']),
      ],
      [{ chosen: [{ from: 'gpt', value: 'x' }], rejected: [{ from: 'gpt', value: 'x' }] }],
    )
    expect((await read(sharegpt)).error?.message).toMatch(
      /the column chosen has no text role and content; it must/,
    )
  })

  /*
   * pyarrow 25:
   *   message = pyarrow.list_(pyarrow.struct([('content', pyarrow.string()), ('role', pyarrow.string())]))
   *   pair = lambda i, say: [{'content': f'question {i % 7}', 'role': 'user'}, {'content': say, 'role': 'assistant'}]
   *   rows = [{'chosen': pair(i, f'yes {i} é'), 'rejected': pair(i, f'no {i}')} for i in range(40)]
   *   schema = pyarrow.schema([('chosen', message), ('rejected', message)])
   *   pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), 'pyarrow.parquet', compression='zstd',
   *     data_page_version='2.0', use_dictionary=True, row_group_size=25)
   */
  it('that pyarrow wrote, with dictionaries and pages of version 2', async () => {
    const { records, rejected, error } = await read(readFileSync('test/fixtures/formats/pyarrow.parquet'))
    expect([rejected, error]).toEqual([[], null])
    const shared = (row: number) => `\n\nHuman: question ${row % 7}\n\nAssistant: `
    expect(records).toEqual(
      Array.from({ length: 40 }, (_, row) => ({
        rowId: row,
        subset: null,
        chosen: `${shared(row)}yes ${row} é`,
        rejected: `${shared(row)}no ${row}`,
      })),
    )
  })

  it('that is cut short is refused as a whole', async () => {
    const file = parquetOf(rows, { rowGroupSize: 10 })
    for (const size of [4, 11, 100, file.length - 1]) {
      const { error, records } = await read(file.subarray(0, size))
      expect(records).toEqual([])
      expect(error?.message).toMatch(/is Parquet, but its end, .* is missing or damaged; was the file cut\?$/)
    }
  })

  it('that is damaged gives the row groups before that', async () => {
    const file = parquetOf(rows, { codec: 'UNCOMPRESSED', rowGroupSize: 10 })
    const at = file.indexOf('question 10')
    file.fill(0xff, at - 4, at)
    const { error, records } = await read(file)
    expect(error).toBeInstanceOf(CutShort)
    expect(error?.message).toMatch(
      /: the Parquet is damaged in row group 2 \(.*\), after row 10; get or write the file anew$/,
    )
    expect(records).toEqual((await expected).records.slice(0, 10))
  })

  it('names bytes that are not UTF-8', async () => {
    const file = parquetOf([{ chosen: CHOSEN, rejected: REJECTED.replace('go away', 'go @@@@') }], {
      codec: 'UNCOMPRESSED',
    })
    const at = file.indexOf('go @@@@')
    file.fill(0xff, at + 3, at + 7)
    const { records, notices } = await read(file)
    expect(records[0].rejected).toContain('go \ufffd')
    expect(notices).toEqual([expect.stringMatching(/some bytes aren't UTF-8/)])
  })
})

type Conversation = {
  system: string | null
  turns: [string, string][]
  question: string
  answers: [string, string]
}
const SPEAKERS = { system: 'System', user: 'Human', assistant: 'Assistant' } as Record<string, string>

it('reads one conversation as the same pair, in whatever form it comes', { timeout: 60_000 }, async () => {
  const content = fc
    .string({ unit: fc.constantFrom('a', ' ', '\n', 'é', '😀', '"', 'Human', ':', '\\'), maxLength: 12 })
    .filter((text) => !/\n\nHuman:/.test(text))
  const conversation = fc.record({
    system: fc.option(content),
    turns: fc.array(fc.tuple(content, content), { maxLength: 3 }),
    question: content,
    answers: fc.tuple(content, content),
  })
  const forms = ({ system: rule, turns, question, answers }: Conversation) => {
    const prompt = [
      ...(rule === null ? [] : [system(rule)]),
      ...turns.flatMap(([asked, answered]) => [user(asked), assistant(answered)]),
      user(question),
    ]
    const asText = prompt.map(({ role, content }) => `\n\n${SPEAKERS[role]}: ${content}`).join('')
    const texts = answers.map((answer) => `${asText}\n\nAssistant: ${answer}`)
    const lists = answers.map((answer) => [...prompt, assistant(answer)])
    const opened = `${asText}\n\nAssistant:`
    const ends = answers.map((answer) => ` ${answer}`)
    const only = answers.map((answer) => [assistant(answer)])
    const both = ([chosen, rejected]: readonly unknown[]) => ({ chosen, rejected })
    const all = [
      both(texts),
      both(lists),
      { prompt, ...both(only) },
      { prompt, ...both(lists) },
      { prompt: opened, ...both(ends) },
      { prompt: opened, ...both(texts) },
    ]
    return { pair: { chosen: texts[0], rejected: texts[1] }, all }
  }
  await fc.assert(
    fc.asyncProperty(
      fc.array(conversation, { minLength: 1, maxLength: 5 }),
      fc.nat(5),
      async (conversations, inParquet) => {
        const made = conversations.map(forms)
        const expected = made.map(({ pair }, rowId) => ({ rowId, subset: null, ...pair }))
        for (const form of made[0].all.keys()) {
          const rows = made.map(({ all }) => all[form])
          // One form a time: each Parquet file is decoded in a process of its own.
          const parquet = form === inParquet ? [parquetOf(rows, { rowGroupSize: 2 })] : []
          for (const file of [rows.map(line).join(''), ...parquet]) {
            const { records, rejected, error } = await read(file)
            expect([rejected, error]).toEqual([[], null])
            expect(records).toEqual(expected)
          }
        }
      },
    ),
    { numRuns: 25 },
  )
})
