import { describe, expect, it } from 'vitest'
import type { PairRecord, ScoredPairRecord } from '../../src/domain/records.ts'
import { detectFormat } from '../../src/ingest/detect-format.ts'
import { parseFieldPath, requirePlace } from '../../src/ingest/field-path.ts'
import { mapped, parseFieldMap, requireMapped } from '../../src/ingest/mapped.ts'
import type { Fields, PairFormat } from '../../src/ingest/pair-format.ts'
import { type FormatName, formatOf } from '../../src/ingest/pair-formats.ts'
import { type PairOptions, readPairs } from '../../src/ingest/read-pairs.ts'
import { collect, sourceOf } from './files.ts'

const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
const read = async (
  format: FormatName | PairFormat,
  content: readonly unknown[] | string,
  options: PairOptions = {},
) => {
  const text = typeof content === 'string' ? content : lines(content)
  const chosen = typeof format === 'string' ? formatOf(format) : format
  const stream = readPairs(chosen, await sourceOf(text), options)
  const { records, rejected, error } = await collect<PairRecord | ScoredPairRecord>(stream.rows)
  if (error) throw error
  const notices = stream.notices.map((notice) => notice.replace(/^\S+: /, ''))
  return { records, rejected, notices, tally: stream.tally, rowIds: stream.rowIds }
}
const pair = { prompt: 'hi', chosen: 'hello', rejected: 'go away' }
const attributesOf = async (rows: readonly object[], options: PairOptions = {}) => {
  const { records, notices } = await read(
    'trl',
    rows.map((row) => ({ ...pair, ...row })),
    options,
  )
  return { attributes: records.map(({ attributes }) => attributes), notices }
}

describe('what stands beside the texts', () => {
  it('is of the entries by either side’s name, or of the pair', async () => {
    const { attributes, notices } = await attributesOf([
      {
        chosen_model: 'a',
        rejected_model: 'b',
        score_chosen: 2,
        score_rejected: 1,
        'chosen-rating': 4.5,
        'rejected-rating': null,
        lone_chosen: true,
        source: 'web',
        extra: { confidence: 8, deep: { er: 'x' } },
        chosenness: 1,
      },
    ])
    expect(attributes).toEqual([
      {
        chosen: { model: 'a', score: 2, rating: 4.5, lone: true },
        rejected: { model: 'b', score: 1 },
        pair: { source: 'web', 'extra.confidence': 8, 'extra.deep.er': 'x', chosenness: 1 },
      },
    ])
    expect(notices).toEqual([])
  })

  it('lists of two are of both sides, the other way round where the answers are', async () => {
    const { attributes } = await attributesOf([
      { rating: [9, 5], order: ['a', 'b'] },
      { rating: [4, 8], order: ['a', 'b'], generations: ['go away', 'hello'] },
    ])
    expect(attributes).toEqual([
      { chosen: { rating: 9, order: 'a' }, rejected: { rating: 5, order: 'b' }, pair: {} },
      { chosen: { rating: 8, order: 'b' }, rejected: { rating: 4, order: 'a' }, pair: {} },
    ])
    const { attributes: none, notices } = await attributesOf([{ tags: ['a', 'b'] }, { tags: ['a'] }])
    expect(none).toEqual([undefined, undefined])
    expect(notices).toEqual(['no attribute is made of tags (lists)'])
  })

  it('but for texts, long ones, lists, and what can’t be stored, which one line names', async () => {
    const { attributes, notices } = await attributesOf([
      {
        critique: 'x'.repeat(1001),
        note: 'x'.repeat(1000),
        original_chosen: 'hello',
        original_rejected: 'go away',
        question: 'hi',
        gold: 'hello',
        tokens: [1, 2, 3],
        bad: 'a\0b',
        empty: ' ',
        nothing: null,
        a: { b: { c: { d: { e: { f: { g: 1 } } } } } },
        ['n'.repeat(201)]: 1,
        ['__proto__']: 7,
        toString: 'a text',
      },
    ])
    expect(attributes[0]?.pair).toEqual({
      note: 'x'.repeat(1000),
      gold: 'hello',
      '"__proto__"': 7,
      toString: 'a text',
    })
    expect(notices).toEqual([
      expect.stringMatching(
        /^no attribute is made of tokens \(lists\), original, question \(texts of the pair\), critique \(texts longer than 1,000 characters\), bad, "n+…" \(texts or names that can't be stored\), a\.b\.c\.d\.e\.f \(nested too deep\)$/,
      ),
    ])
  })

  it('is text where its values are of several kinds, which a line says', async () => {
    const { attributes, notices } = await attributesOf([{ x: 1 }, { x: 'one' }, { x: 2 }])
    expect(attributes.map((one) => one?.pair.x)).toEqual([1, 'one', '2'])
    expect(notices).toEqual(['values of several kinds are kept as texts: x'])
    const csv = 'prompt,chosen,rejected,version\nq,a,b,1.5\nq,a,b,2.0-beta\nq,a,b,1.10\n'
    const { records } = await read('trl', csv)
    expect(records.map((one) => one.attributes?.pair.version)).toEqual([1.5, '2.0-beta', '1.10'])
  })

  it('is digits of an integer beyond 2^53, and no number beyond all', async () => {
    const beside =
      '"note": ": 9007199254740993 \\"", "a": -9007199254740993, "b": 9007199254740991, "c": 1e400, "d": 1e16'
    const { records, notices } = await read('trl', `${JSON.stringify(pair).slice(0, -1)}, ${beside}}\n`)
    expect(records[0].attributes?.pair).toEqual({
      note: ': 9007199254740993 "',
      a: '-9007199254740993',
      b: 9007199254740991,
      d: 1e16,
    })
    expect(notices).toEqual(['no attribute is made of c (numbers without end, or beyond 1.8e308)'])
  })

  it('is numbers in tables, too, but not what begins with a nought', async () => {
    const csv =
      'prompt,chosen,rejected,score_chosen,score_rejected,code,ok,empty,n\nhi,hello,go away,1.5,-2e1,007,True,,9007199254740993\n'
    expect((await read('trl', csv)).records[0].attributes).toEqual({
      chosen: { score: 1.5 },
      rejected: { score: -20 },
      pair: { code: '007', ok: true, n: '9007199254740993' },
    })
  })

  it('can be chosen, and a name that nothing has is told', async () => {
    const rows = [{ a: 1, b: { c: 2, d: 3 }, score_chosen: 1, score_rejected: 0 }]
    const { attributes, notices } = await attributesOf(rows, { attributes: ['b', 'score', 'z'] })
    expect(attributes[0]).toEqual({
      pair: { 'b.c': 2, 'b.d': 3 },
      chosen: { score: 1 },
      rejected: { score: 0 },
    })
    expect(notices).toEqual([
      'no attribute is made of a (not among --attributes)',
      'no pair has the attribute z of --attributes; there are a',
    ])
    expect(await attributesOf(rows, { attributes: [] })).toEqual({ attributes: [undefined], notices: [] })
  })

  it('is 200 names at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`k${at}`, at]))
    const { attributes, notices } = await attributesOf([many])
    expect(Object.keys(attributes[0]?.pair ?? {})).toHaveLength(200)
    expect(notices[0]).toMatch(/k200, .*\(more than 200 attributes\)$/)
  })

  it('of the pair has another name where the entries have it', async () => {
    const { attributes } = await attributesOf([{ model: 'judge', model_chosen: 'a', model_rejected: 'b' }])
    expect(attributes[0]).toEqual({
      pair: { 'row.model': 'judge' },
      chosen: { model: 'a' },
      rejected: { model: 'b' },
    })
  })
})

describe('a pair', () => {
  it('is grouped by the id of its prompt, or by what is asked for', async () => {
    const row = { ...pair, prompt_id: 'p1', topic: { id: 7 } }
    expect((await read('trl', [row])).records[0].group).toBe('p1')
    const group = parseFieldPath('topic.id')
    expect((await read('trl', [row], { group })).records[0].group).toBe('7')
    expect((await read('trl', [{ ...row, topic: null }], { group })).rejected[0].reason).toBe(
      '"topic.id" is null; it must be what the pair is grouped by',
    )
    const large = [2, 3].map(
      (digit) => `${JSON.stringify(pair).slice(0, -1)}, "prompt_id": 900719925474099${digit}}\n`,
    )
    expect((await read('trl', large.join(''))).records.map(({ group }) => group)).toEqual([
      '9007199254740992',
      '9007199254740993',
    ])
    const infinite = `${JSON.stringify(pair).slice(0, -1)}, "prompt_id": 1e400}\n`
    expect((await read('trl', infinite)).records[0].group).toBe(undefined)
    expect((await read('trl', infinite, { id: parseFieldPath('prompt_id') })).rejected[0].reason).toBe(
      '"prompt_id" is null; it must be the pair\'s id',
    )
  })

  it('can be a tie, as a column says', async () => {
    const { records, rejected, tally } = await read('trl', [
      { ...pair, tie: true },
      { ...pair, tie: false },
      { ...pair, tie: 'maybe' },
    ])
    expect(records.map(({ tie }) => tie)).toEqual([true, undefined])
    expect(rejected.map(({ reason }) => reason)).toEqual(['"tie" is "\\"maybe\\""; it must be true or false'])
    expect(tally).toEqual({ rows: 3, pairs: 2, ties: 1 })
  })

  it('without a prompt or turns has what both texts begin with, in whole words', async () => {
    const { records, notices } = await read('trl', [
      { chosen: 'The sky is blue.', rejected: 'The sky is black.' },
      { chosen: 'The sky', rejected: 'The sky is' },
    ])
    expect(records.map(({ chosen, rejected }) => [chosen, rejected])).toEqual([
      ['\n\nHuman: The sky is\n\nAssistant: blue.', '\n\nHuman: The sky is\n\nAssistant: black.'],
      ['\n\nHuman: The sky\n\nAssistant: ', '\n\nHuman: The sky\n\nAssistant: is'],
    ])
    expect(notices[0]).toMatch(/^2 pairs have neither a prompt nor turns: what both texts begin with/)
    const { rejected } = await read('trl', [{ chosen: 'Blue.', rejected: 'Black.' }])
    expect(rejected[0].reason).toMatch(/^"chosen" has no turns that could be told apart/)
  })

  it('has the scores of the answers that they are of', async () => {
    const row = { question: { full_text: 'q' }, answer_0: 'a', answer_1: 'b', score_0: 0, score_1: 1 }
    const scores = [parseFieldPath('model.first'), parseFieldPath('model.second')] as const
    const { records } = await read('webgpt', [{ ...row, model: { first: 0.25, second: 0.75 } }], { scores })
    expect(records[0]).toMatchObject({
      chosen: '\n\nHuman: q\n\nAssistant: b',
      rewards: { rowId: 0, chosen: 0.75, rejected: 0.25 },
    })
    const { rejected } = await read('webgpt', [row], { scores })
    expect(rejected[0].reason).toBe('"model.first" is "null"; it must be a finite number')
  })
})

describe('several answers', () => {
  const answers = (ranks: number[]) => ranks.map((rank, at) => ({ answer: `a${at}`, rank, model: `m${at}` }))
  const made = async (ranks: number[], pairs: PairOptions['pairs']) => {
    const { records } = await read('nectar', [{ prompt: 'q', answers: answers(ranks) }], { pairs })
    return records.map(({ chosen, rejected, tie }) => `${chosen.at(-1)}${tie ? '=' : '>'}${rejected.at(-1)}`)
  }

  it('make all pairs, or the best against the worst, or neighbours; equal ranks are ties', async () => {
    expect(await made([2, 1, 3], 'all')).toEqual(['1>0', '1>2', '0>2'])
    expect(await made([2, 1, 2], 'all')).toEqual(['1>0', '1>2', '0=2'])
    expect(await made([2, 1, 3], 'best-worst')).toEqual(['1>2'])
    expect(await made([1, 1], 'best-worst')).toEqual(['0=1'])
    expect(await made([2, 1, 2], 'adjacent')).toEqual(['1>0', '0=2'])
  })

  it('are numbered over rows and files; a row without a pair is rejected', async () => {
    const rows = [
      { id: 'x', prompt: 'q', answers: answers([1, 2, 3]) },
      { id: 'y', prompt: 'q', answers: answers([1]) },
      'no row',
      { id: 'z', prompt: 'r', answers: answers([1, 2]) },
    ]
    const { records, rejected, tally, rowIds } = await read('nectar', rows, {
      firstRowId: 10,
      id: parseFieldPath('id'),
    })
    expect(records.map(({ rowId, pairId }) => [rowId, pairId])).toEqual([
      [10, 'x.1'],
      [11, 'x.2'],
      [12, 'x.3'],
      [13, 'z.1'],
    ])
    expect(rejected).toEqual([
      { line: 2, reason: 'it has one answer to compare; a pair needs two' },
      { line: 3, reason: 'the line is not a JSON object with "prompt" and "answers"' },
    ])
    expect([tally, rowIds]).toEqual([{ rows: 4, pairs: 4, ties: 0 }, 4])
  })

  it('are too many for all pairs beyond a hundred', async () => {
    const row = { prompt: 'q', answers: answers(Array.from({ length: 101 }, (_, at) => at)) }
    expect((await read('nectar', [row])).rejected[0].reason).toMatch(
      /^it has 101 answers; all pairs are made of 100 at most, --pairs best-worst or adjacent takes more$/,
    )
    expect((await read('nectar', [row], { pairs: 'adjacent' })).records).toHaveLength(100)
  })

  it('of rows that follow one another give pairs together, or are rejected together', async () => {
    const row = (prompt: string, response: string, helpfulness: unknown) => ({
      prompt,
      response,
      helpfulness,
    })
    const { records, rejected, tally } = await read('helpsteer-ratings', [
      row('p', 'a', 1),
      row('p', 'b', 3),
      row('alone', 'c', 2),
      row('r', 'd', 'very'),
      row('r', 'e', 1),
    ])
    expect(records.map(({ chosen, rejected }) => [chosen.at(-1), rejected.at(-1)])).toEqual([['b', 'a']])
    expect(rejected.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'it has one answer to compare; a pair needs two'],
      [4, '"helpfulness" is "\\"very\\""; it must be a finite number'],
      [5, '"helpfulness" is "\\"very\\""; it must be a finite number'],
    ])
    expect(tally).toEqual({ rows: 5, pairs: 1, ties: 0 })
  })

  it('without a rating are in no pair, which a line says', async () => {
    const completion = (response: string, overall_score: unknown) => ({ response, overall_score })
    const { records, notices } = await read('ultrafeedback', [
      { instruction: 'q', completions: [completion('a', 1), completion('b', null), completion('c', 2)] },
    ])
    expect(records).toHaveLength(1)
    expect(notices).toEqual(['1 answer without a rating is in no pair'])
  })

  it('are right as many as a whole number says', async () => {
    const text = ['a', 'b'].map((answer) => `\n\nHuman: q\n\nAssistant: ${answer}`)
    const { rejected } = await read('rewardbench-2-scores', [{ text, scores: [1, 2], num_correct: 1.5 }])
    expect(rejected[0].reason).toBe('"num_correct" must be a whole number, of the 2 answers')
  })

  it('are compared by scores of one scale', async () => {
    const [overall, fine] = ['overall_score', 'fine-grained_score']
    const { records, rejected, notices } = await read('ultrafeedback', [
      {
        instruction: 'q',
        completions: [
          { response: 'a', [fine]: 4 },
          { response: 'b', [fine]: 3 },
        ],
      },
      {
        instruction: 'q',
        completions: [
          { response: 'a', [overall]: 9 },
          { response: 'b', [fine]: 5 },
        ],
      },
    ])
    expect(records.map(({ rowId }) => rowId)).toEqual([0])
    expect(rejected.map(({ reason }) => reason)).toEqual(['it has one answer to compare; a pair needs two'])
    expect(notices).toEqual(['1 answer without a rating is in no pair'])
  })
})

describe('a file is known by its columns', () => {
  const sample = (row: Fields) => [row]
  it('and by its values, where columns are not enough', () => {
    const turns = '\n\nHuman: a\n\nAssistant: b'
    expect(detectFormat(sample({ chosen: turns, rejected: turns }), 'f').name).toBe('hh-rlhf')
    expect(detectFormat(sample({ prompt: 'a', chosen: turns, rejected: turns }), 'f').name).toBe('trl')
    expect(detectFormat(sample({ prompt: 'a', chosen: ['a'], rejected: ['b', 'c'] }), 'f').name).toBe(
      'rewardbench-2',
    )
    const three = ['a', 'b', 'c']
    expect(detectFormat(sample({ prompt: 'a', chosen: three, rejected: three }), 'f').name).toBe('rm-bench')
  })

  it('of two shapes is refused, and both are named', () => {
    const both = { ...pair, context: [], response1: 'a', response2: 'b', overall_preference: 1 }
    expect(() => detectFormat(sample(both), 'f')).toThrow(
      /^f can be trl, chosen and rejected answers \(TRL\), or helpsteer3, .*; --format trl or --format helpsteer3 says which$/,
    )
  })

  it('of none is refused with its columns, what it nearly is, and what helps', () => {
    expect(() => detectFormat(sample({ a: 1, b: 2 }), 'f')).toThrow(
      /^f has the columns a, b, which no format reads; --map prompt=COLUMN,chosen=COLUMN,rejected=COLUMN says where the texts are; the formats are hh-rlhf, trl, /,
    )
    const nearly = { prompt: 'p', response_0: 'a', response_1: 'b', better_response_id: 1 }
    expect(() => detectFormat(sample(nearly), 'f')).toThrow(
      /\(PKU-SafeRLHF\), but lacks safer_response_id; --map/,
    )
  })
})

describe('a map', () => {
  const row = { q: { text: 'hi' }, out: [{ t: 'hello' }, { t: 'go away' }], 'a.b': 'x', even: 0, n: 3 }
  const readMapped = (text: string, rows: Fields[]) => {
    const map = parseFieldMap(text)
    requireMapped(map, rows, 'f')
    return read(mapped(map, rows), rows, { group: map.group, id: map.id, subsetAt: map.subset })
  }

  it('finds texts at any place, and what else is there', async () => {
    const text = 'prompt=q.text,chosen=out[0].t,rejected=out[1].t,tie=even,group=n,id=n,subset=a.b'
    const { records } = await readMapped(text, [row, { ...row, even: 1 }])
    expect(records[1]).toEqual({
      rowId: 1,
      pairId: '3',
      subset: 'x',
      chosen: '\n\nHuman: hi\n\nAssistant: hello',
      rejected: '\n\nHuman: hi\n\nAssistant: go away',
      group: '3',
      tie: true,
    })
  })

  it('that names what no row has says what there is', () => {
    expect(() => requireMapped(parseFieldMap('chosen=out[0].text,rejected=out[1].t'), [row], 'f')).toThrow(
      /^f has no "out\[0\]\.text", which --map chosen= names; it has q\.text, "out\[0\]\.t", a\.b, even, n$/,
    )
    expect(() => requirePlace(parseFieldPath('zz'), [row], '--group', 'f')).toThrow(
      /^f has no "zz", which --group names/,
    )
  })

  it('where a row lacks a text rejects that row', async () => {
    const { rejected } = await readMapped('prompt=q.text,chosen=out[0].t,rejected=out[1].t', [
      row,
      { ...row, out: [{ t: 'hello' }] },
    ])
    expect(rejected).toEqual([{ line: 2, rowId: 1, reason: '"out[1].t" is null' }])
  })

  it.each([
    ['chosen=a', '--map must say what rejected is: rejected=…'],
    ['prompt=a', '--map must say what chosen is: chosen=…'],
    ['chosen=a,rejected=b,answer=c', '"answer=c" is nothing that --map takes; it takes prompt=…,chosen='],
    ['chosen=a,rejected=b,chosen=c', '--map says twice what chosen is'],
    ['chosen', '"chosen" is nothing that --map takes'],
  ])('%s is none', (text, message) => {
    expect(() => parseFieldMap(text)).toThrow(message)
  })
})

describe('messages', () => {
  const user = { role: 'user', content: 'hi' }
  const answer = { role: 'assistant', content: 'hello' }
  const chosenOf = async (prompt: unknown[]) => {
    const { records, rejected, notices } = await read('trl', [
      { prompt, chosen: [answer], rejected: [answer] },
    ])
    return { chosen: records[0]?.chosen, rejected: rejected[0]?.reason, notices }
  }

  it('are turns by their roles; several of the system stand first', async () => {
    const rules = [
      { role: 'system', content: 'Be kind.' },
      { role: 'developer', content: 'Be brief.' },
      { role: 'system', content: 'Be true.' },
    ]
    expect(await chosenOf([...rules, user])).toEqual({
      chosen:
        '\n\nSystem: Be kind.\n\nDeveloper: Be brief.\n\nSystem: Be true.\n\nHuman: hi\n\nAssistant: hello',
      notices: [],
    })
    const late = [user, { role: 'assistant', content: 'yes?' }, rules[0], user]
    expect(await chosenOf(late)).toMatchObject({
      chosen: '\n\nHuman: hi\n\nAssistant: yes?\n\nSystem: Be kind.\n\nHuman: hi\n\nAssistant: hello',
      notices: [expect.stringMatching(/^1 pair has messages of the system behind others/)],
    })
  })

  it('have parts of texts, calls of tools and of functions, and their results', async () => {
    const parts = [{ type: 'text', text: 'a' }, 'b', { type: 'input_text', text: 'c' }]
    const call = { name: 'f', arguments: '{}' }
    const { chosen } = await chosenOf([
      { role: 'user', content: parts },
      { role: 'assistant', content: null, function_call: call },
      { role: 'function', name: 'f', content: 'one' },
      { role: 'assistant', content: [], tool_calls: [{ type: 'function', function: call }] },
      { role: 'tool', content: [{ type: 'text', text: 'two' }] },
    ])
    const said = JSON.stringify(call)
    expect(chosen).toBe(
      `\n\nHuman: abc\n\nAssistant: ${said}\n\nFunction: one\n\nAssistant: ${said}\n\nTool: two\n\nAssistant: hello`,
    )
    expect((await chosenOf([{ role: 'user', content: [{ type: 'image_url' }] }])).rejected).toMatch(
      /^prompt\[0\]\.content is .*; it must be a text$/,
    )
  })

  it('are JSON in a table', async () => {
    const cell = (value: unknown) => `"${JSON.stringify(value).replaceAll('"', '""')}"`
    const csv = `prompt,chosen,rejected\n${cell([user])},${cell([answer])},go away\n[hi],a,b\n`
    const { records } = await read('trl', csv)
    expect(records.map(({ chosen, rejected }) => [chosen, rejected])).toEqual([
      ['\n\nHuman: hi\n\nAssistant: hello', '\n\nHuman: hi\n\nAssistant: go away'],
      ['\n\nHuman: [hi]\n\nAssistant: a', '\n\nHuman: [hi]\n\nAssistant: b'],
    ])
    const map = parseFieldMap('prompt=prompt,chosen=chosen,rejected=rejected')
    expect((await read(mapped(map, [pair]), csv)).records).toEqual(records)
  })

  it('are not what Python prints of them', async () => {
    const python = `"[{'role': 'assistant', 'content': 'hello'}]"`
    for (const format of ['trl', mapped(parseFieldMap('chosen=chosen,rejected=rejected'), [pair])] as const)
      expect((await read(format, `prompt,chosen,rejected\nhi,${python},b\n`)).rejected[0].reason).toMatch(
        /^"chosen" is a list as Python prints it: .*; write it as JSON$/,
      )
  })
})
