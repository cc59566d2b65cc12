import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { SEAL_SMALL } from '../graphql/ask.ts'

/** Which command reads it, and in which format. */
export const COMMANDS = [
  'hh-rlhf',
  'trl',
  'rewardbench',
  'rewards',
  'labels',
  'rewrites',
  'taxonomy',
] as const
export type Command = (typeof COMMANDS)[number]

export type HostileFile = { kind: string; command: Command; content: Buffer }

const format = (name: string) => readFileSync(`test/fixtures/formats/${name}`)
const lines = (file: string, count: number) => {
  const all = readFileSync(file, 'utf8').split('\n')
  return Buffer.from(`${all.slice(0, count).join('\n')}\n`)
}

/** Files as they should be: small, so that what is wrong with them is met. */
const GOOD: { command: Command; content: Buffer }[] = [
  { command: 'hh-rlhf', content: lines(SEAL_SMALL.pairs, 40) },
  { command: 'trl', content: format('trl.jsonl') },
  { command: 'rewardbench', content: format('rewardbench.jsonl') },
  { command: 'rewards', content: lines(SEAL_SMALL.pre, 60) },
  { command: 'labels', content: lines(SEAL_SMALL.labels, 60) },
  { command: 'rewrites', content: lines(SEAL_SMALL.rewrites, 30) },
  {
    command: 'taxonomy',
    content: Buffer.from(
      JSON.stringify({
        features: [{ name: 'a', kind: 'BOOLEAN', role: 'TARGET' }],
        priority: [],
        topics: ['b'],
        discriminations: [],
      }),
    ),
  },
]

const ODD = [
  Buffer.from([0xff, 0xfe]),
  Buffer.from([0xc3]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf5, 0x80, 0x80, 0x80]),
  Buffer.from([0]),
  Buffer.from([0x1f, 0x8b]),
  Buffer.from('PAR1'),
  Buffer.from('"'),
  Buffer.from('\r'),
  Buffer.from('\n'),
  Buffer.from('\\u0000'),
  Buffer.from('\\ud800'),
  Buffer.from('__proto__'),
  Buffer.from('=cmd|x!A1'),
  Buffer.from('NaN'),
  Buffer.from('1e999'),
  Buffer.from('\u2028'),
]

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 3000 })),
  how: fc.constantFrom('cut', 'remove', 'write', 'flip', 'double'),
  odd: fc.constantFrom(...ODD),
})
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never

const edited = (content: Buffer, { at, length, how, odd }: Edit): Buffer => {
  const start = Math.floor(at * content.length)
  const [before, piece, after] = [
    content.subarray(0, start),
    content.subarray(start, start + length),
    content.subarray(start + length),
  ]
  switch (how) {
    case 'cut':
      return before
    case 'remove':
      return Buffer.concat([before, after])
    case 'write':
      return Buffer.concat([before, odd, after])
    case 'double':
      return Buffer.concat([before, piece, piece, after])
    default:
      return Buffer.concat([before, piece.map((byte) => byte ^ 0x55), after])
  }
}

const damaged = fc
  .record({
    good: fc.constantFrom(...GOOD),
    edits: fc.array(edit, { minLength: 1, maxLength: 4 }),
    zipped: fc.constantFrom('no', 'no', 'before', 'after'),
  })
  .map(({ good: { command, content }, edits, zipped }): HostileFile => {
    const begun = zipped === 'before' ? gzipSync(content) : content
    const done = edits.reduce(edited, begun)
    return {
      kind: `damaged, zipped: ${zipped}`,
      command,
      content: zipped === 'after' ? gzipSync(done) : done,
    }
  })

const parquet = fc
  .record({
    name: fc.constantFrom('trl.parquet', 'pyarrow.parquet'),
    edits: fc.array(edit, { minLength: 1, maxLength: 2 }),
  })
  .map(
    ({ name, edits }): HostileFile => ({
      kind: 'damaged Parquet',
      command: 'trl',
      content: edits.reduce(edited, format(name)),
    }),
  )

const command = fc.constantFrom(...COMMANDS)
const binary = fc
  .record({ command, content: fc.uint8Array({ maxLength: 2000 }) })
  .map(({ command, content }): HostileFile => ({ kind: 'binary', command, content: Buffer.from(content) }))

/** A good file's first line with any JSON in place of its values. */
const shapes = fc
  .record({
    command: fc.constantFrom<Command>('hh-rlhf', 'trl', 'rewardbench', 'taxonomy'),
    values: fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 4, maxLength: 4 }),
  })
  .map(({ command, values: [a, b, c, d] }): HostileFile => {
    const keys =
      command === 'taxonomy'
        ? { features: a, priority: b, topics: c, discriminations: d }
        : {
            chosen: a,
            rejected: b,
            prompt: c,
            text_chosen: a,
            text_rejected: b,
            scores_chosen: c,
            scores_rejected: d,
          }
    return { kind: 'other shapes', command, content: Buffer.from(`${JSON.stringify(keys)}\n`) }
  })

const n = fc.constantFrom(10, 3000, 100_000)
const CSV = ['rewards', 'labels', 'rewrites'] as const
const JSON_LINES = ['hh-rlhf', 'trl', 'rewardbench'] as const
const headerOf = (command: Command) =>
  (GOOD.find((good) => good.command === command)?.content.toString('utf8') ?? '').split('\n')[0]
const nested = (count: number) => `${'['.repeat(count)}${']'.repeat(count)}`

const bombs = fc
  .tuple(
    n,
    fc.constantFrom(...CSV),
    fc.constantFrom(...JSON_LINES),
    fc.constantFrom<(n: number, csv: Command, json: Command) => HostileFile>(
      (n, _, command) => ({
        kind: 'deep JSON',
        command,
        content: Buffer.from(
          `{"chosen": ${nested(n)}, "text_chosen": ${nested(n)}, "rejected": "", "text_rejected": "", "scores_chosen": 1, "scores_rejected": ${nested(n)}}\n`,
        ),
      }),
      (n) => ({
        kind: 'deep taxonomy',
        command: 'taxonomy',
        content: Buffer.from(`{"features": ${nested(n)}}`),
      }),
      (n, _, command) => ({
        kind: 'deep and never closed',
        command,
        content: Buffer.from('{"chosen":'.repeat(n)),
      }),
      (n, _, command) => ({
        kind: 'a huge text',
        command,
        content: Buffer.from(
          `${JSON.stringify({ chosen: 'x'.repeat(n * 50), rejected: 'x', prompt: 'y'.repeat(n * 50) })}\n`,
        ),
      }),
      (n, _, command) => ({
        kind: 'very many turns',
        command,
        content: Buffer.from(
          `${JSON.stringify({ chosen: '\n\nHuman: a\n\nAssistant: b'.repeat(Math.min(n, 30_000)), rejected: '\n\nHuman: a\n\nAssistant: c' })}\n`,
        ),
      }),
      (n, _, command) => ({
        kind: 'very many messages',
        command,
        content: Buffer.from(
          `${JSON.stringify({ chosen: Array.from({ length: Math.min(n, 30_000) }, () => ({ role: 'user', content: 'a' })), rejected: [] })}\n`,
        ),
      }),
      (n, _, command) => ({ kind: 'blank lines', command, content: Buffer.from('\n'.repeat(n)) }),
      (n, _, command) => ({
        kind: 'lines that are nothing',
        command,
        content: Buffer.from('{}\n'.repeat(Math.min(n, 20_000))),
      }),
      (n, command) => ({ kind: 'columns', command, content: Buffer.from(`row_id,${'a,'.repeat(n)}b\n1\n`) }),
      (n, command) => ({
        kind: 'cells',
        command,
        content: Buffer.from(`${headerOf(command)}\n${'1,'.repeat(n)}\n${'"",'.repeat(n)}\n`),
      }),
      (n, command) => ({
        kind: 'a quote that never closes',
        command,
        content: Buffer.from(`${headerOf(command)}\n1,"${'a,\n'.repeat(n)}`),
      }),
      (n, command) => ({
        kind: 'quotes',
        command,
        content: Buffer.from(`${headerOf(command)}\n${'""'.repeat(n)}\n${'"'.repeat(n + 1)}\n`),
      }),
      (n, command) => ({
        kind: 'a huge cell',
        command,
        content: Buffer.from(`${headerOf(command)}\n0,"${'x'.repeat(n * 50)}",1\n`),
      }),
      (n) => ({
        kind: 'deep lists of topics',
        command: 'labels',
        content: Buffer.from(
          `row_id,preference,topics,last_response_is_discriminating_against\n0,chosen,"${nested(n)}","${'['.repeat(n)}"\n`,
        ),
      }),
      (n) => ({
        kind: 'numbers that are none',
        command: 'rewards',
        content: Buffer.from(
          `row_id,chosen_score,rejected_score\n${`0,${'9'.repeat(Math.min(n, 3000))},-1e999\n`}1e3,0x1,Infinity\n-1,1,1\n99999999999,1,1\n`,
        ),
      }),
      (n, csv, json) => ({
        kind: 'a gzip bomb of one line',
        command: n > 10 ? csv : json,
        content: gzipSync(Buffer.alloc(80_000_000, 0x61)),
      }),
      (n, csv, json) => ({
        kind: 'a gzip bomb of zeros',
        command: n > 10 ? json : csv,
        content: gzipSync(Buffer.alloc(150_000_000)),
      }),
      (_n, _csv, command) => ({
        kind: 'a gzip bomb of lines',
        command,
        content: gzipSync(Buffer.alloc(300_000, '\n')),
      }),
      (_n, csv, json) => ({
        kind: 'a gzip in a gzip',
        command: _n > 10 ? csv : json,
        content: gzipSync(gzipSync(gzipSync(Buffer.alloc(50_000_000)))),
      }),
      (n, command) => ({
        kind: 'a gzip bomb of a quote',
        command,
        content: gzipSync(
          Buffer.concat([Buffer.from(`${headerOf(command)}\n0,"`), Buffer.alloc(n * 700, 0x61)]),
        ),
      }),
      (n, _csv, command) => ({
        kind: 'many gzips after one another',
        command,
        content: Buffer.concat(Array.from({ length: Math.min(n, 3000) }, () => gzipSync('{}\n'))),
      }),
    ),
  )
  .map(([n, csv, json, make]) => make(n, csv, json))

export const hostileFile: fc.Arbitrary<HostileFile> = fc.oneof(
  { weight: 9, arbitrary: damaged },
  { weight: 1, arbitrary: parquet },
  { weight: 3, arbitrary: binary },
  { weight: 3, arbitrary: shapes },
  { weight: 5, arbitrary: bombs },
)
