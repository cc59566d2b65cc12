import { buildSchema, type GraphQLInputObjectType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { readObjectives } from '../../src/objective-files/read-objectives.ts'

const TYPE = buildSchema(`
  enum Metric { ALIGNMENT IMPRINT }
  input Range { lower: Float! upper: Float! }
  input Filter { subset: [String!] tie: Boolean rowIds: [Int!] not: Filter }
  input Objective { name: String! metric: Metric! stage: Metric! = IMPRINT where: Filter atLeast: Float within: Range }
  input File { dataset: String! level: Float! = 0.95 objectives: [Objective!]! }
`).getType('File') as GraphQLInputObjectType

const read = (text: string | Buffer) => readObjectives(Buffer.from(text), 'gate.yaml', TYPE)

const found = (text: string | Buffer): string[] => {
  try {
    read(text).refuse([])
    return []
  } catch (error) {
    const [head, ...lines] = (error as Error).message.split('\n')
    return head === 'nothing was judged' ? lines : [head]
  }
}

const GOOD = `
# What no checkpoint may break.
dataset: demo
objectives:
  - name: prefers what people prefer
    metric: ALIGNMENT
    atLeast: 0.6
    where: { subset: [a, "b: c"], not: { tie: true } }
  - { name: '5', metric: IMPRINT, within: { lower: -1e-2, upper: 1 }, where: null }
`

describe('a file of objectives', () => {
  it('is read, as YAML and as JSON', () => {
    const { refuse, paths, ...file } = read(GOOD)
    expect(file).toEqual({
      dataset: 'demo',
      objectives: [
        {
          name: 'prefers what people prefer',
          metric: 'ALIGNMENT',
          atLeast: 0.6,
          where: { subset: ['a', 'b: c'], not: { tie: true } },
        },
        { name: '5', metric: 'IMPRINT', within: { lower: -0.01, upper: 1 }, where: null },
      ],
    })
    expect(() => refuse([])).not.toThrow()
    const json = JSON.stringify({ $schema: '../objectives.schema.json', ...file }, null, '\t')
    for (const text of [json, `\ufeff${json.replaceAll('\n', '\r\n')}`]) {
      const again = read(text)
      expect(again).toMatchObject(file)
      again.refuse([])
    }
  })

  it('has all that is wrong in it told at once, by line and column, in their order', () => {
    const text = `
dataset: 5
levle: 0.9
objectives:
  - name: a
    metric: ALIGNMNT
    atLeast: much
  - metric: IMPRINT
    name: b
    name: c
    stage: ~
    where: { rowIds: [1, 2.5, 3000000000], tie: yes, subset: a, __proto__: {}, not: }
    within: { lower: .nan }
  - *other
  - name:
    metric: [IMPRINT]
    where: IMPRINT
`
    expect(found(text)).toEqual([
      'gate.yaml:2:10: dataset: is 5; must be a text',
      'gate.yaml:3:1: unknown "levle"; did you mean level?',
      'gate.yaml:6:13: objectives[0].metric: unknown "ALIGNMNT"; did you mean ALIGNMENT?',
      'gate.yaml:7:14: objectives[0].atLeast: is "much"; must be a finite number',
      'gate.yaml:10:5: objectives[1].name: is given twice',
      'gate.yaml:11:5: objectives[1].stage: is empty; leave it out, or give it a value',
      'gate.yaml:12:26: objectives[1].where.rowIds[1]: is 2.5; must be a whole number within 32 bits',
      'gate.yaml:12:31: objectives[1].where.rowIds[2]: is 3000000000; must be a whole number within 32 bits',
      'gate.yaml:12:49: objectives[1].where.tie: is "yes"; must be true or false',
      'gate.yaml:12:62: objectives[1].where.subset: is "a"; must be a list',
      'gate.yaml:12:65: objectives[1].where: unknown "__proto__"; known: subset, tie, rowIds, not',
      'gate.yaml:13:13: objectives[1].within: upper is missing',
      'gate.yaml:13:22: objectives[1].within.lower: is NaN; must be a finite number',
      'gate.yaml:14:5: objectives[2]: is an alias: write here what it stands for',
      'gate.yaml:15:5: objectives[3].name: is empty; leave it out, or give it a value',
      'gate.yaml:16:13: objectives[3].metric: is a list; must be one of ALIGNMENT, IMPRINT',
      'gate.yaml:17:12: objectives[3].where: is "IMPRINT"; must be a mapping',
    ])
  })

  it('has what is found wrong with its objectives told where it stands, beside the rest', () => {
    const { objectives, paths, refuse } = read(`${GOOD}  - name: last
    metric: IMPRIN
  - name: very last
    metric: IMPRINT
`)
    expect(objectives.map(({ name }) => name)).toEqual(['prefers what people prefer', '5', 'very last'])
    expect(paths).toEqual(['objectives[0]', 'objectives[1]', 'objectives[3]'])
    const problems = [
      { at: `${paths[2]}.feature`, message: 'needs one' },
      { at: 'objectives[0].where.subset[1]', message: 'is in no pair' },
      { at: 'objectives[0].where.not.tie.more', message: 'is too much' },
      { at: 'objectives[1]', message: 'can not be' },
    ]
    expect(() => refuse(problems)).toThrow(
      [
        'nothing was judged',
        'gate.yaml:8:26: objectives[0].where.subset[1]: is in no pair',
        'gate.yaml:8:47: objectives[0].where.not.tie.more: is too much',
        'gate.yaml:9:5: objectives[1]: can not be',
        'gate.yaml:11:13: objectives[2].metric: unknown "IMPRIN"; did you mean IMPRINT?',
        'gate.yaml:12:5: objectives[3].feature: needs one',
      ].join('\n'),
    )
  })

  it.each([
    ['', 'gate.yaml:1:1: is empty; leave it out, or give it a value'],
    ['# nothing\n', 'gate.yaml:1:1: is empty; leave it out, or give it a value'],
    ['[]', 'gate.yaml:1:1: is a list; must be a mapping'],
    ['dataset: a\nobjectives: []', 'gate.yaml:2:13: objectives: there is none'],
    [
      'dataset: a\nobjectives: [{name: a, metric: IMPRINT}, {name: a, metric: IMPRINT}]',
      'gate.yaml:2:49: objectives[1].name: is that of objectives[0], too',
    ],
    ['dataset: a', 'gate.yaml:1:1: objectives is missing'],
    [
      'dataset: "a\\0"\nobjectives: [{name: a, metric: IMPRINT}]',
      "gate.yaml:1:10: dataset: has a NUL character (U+0000), which can't be stored",
    ],
    ['a: 1\nobjectives:\n\t- b', 'gate.yaml:3:1: Tabs are not allowed as indentation: indent by spaces'],
    ['dataset: a\n---\ndataset: b', 'gate.yaml:2:1: a second document begins: make it a file of its own'],
    ['dataset: !!js/function x', /gate.yaml:1:10: Unresolved tag: .*: leave out the tag/],
    ['? [a]\n: b', 'gate.yaml:1:3: With stringKeys, all keys must be strings'],
    ['dataset: "a', /gate.yaml:1:12: Missing closing "quote: look at/],
    ['name: a: b', /gate.yaml:1:7: Nested mappings .* in quotes/],
    ['<<: { dataset: a }\nobjectives: []', /gate.yaml:1:1: unknown "<<"; known: dataset/],
    [Buffer.from('dataset: a\nobjectives: \xe9', 'latin1'), 'gate.yaml:2:13: is not UTF-8: save it as such'],
    [Buffer.from('\ufeffdataset: a', 'utf16le'), 'gate.yaml:1:1: is not UTF-8: save it as such'],
  ])('is refused where it can not be read: %j', (text, line) => {
    expect(found(text)[0]).toEqual(typeof line === 'string' ? line : expect.stringMatching(line))
  })

  it.each([
    ['brackets', '['.repeat(20_000)],
    ['mappings in brackets', '{a: '.repeat(10_000)],
    ['dashes', '- '.repeat(10_000)],
    ['question marks', '? '.repeat(10_000)],
    ['indentation', Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('may be nested as deep as it likes: %s', (_, text) => {
    expect(found(text)).toEqual([expect.stringMatching(/nested too deep$/)])
  })

  it('is refused where it is too large', () => {
    expect(found(' '.repeat(300_000))).toEqual([
      'gate.yaml has 300000 bytes; a file of objectives has 262144 at most',
    ])
  })

  it('has a few of very many problems told', () => {
    const lines = found(Array.from({ length: 1000 }, (_, key) => `k${key}: 1`).join('\n'))
    expect(lines).toHaveLength(51)
    expect(lines.at(-1)).toBe('and 952 more')
  })

  it('has no aliases, so that nothing grows', () => {
    const bomb = [
      'a: &a [x, x]',
      ...[...'bcdefghij'].map(
        (to, index) => `${to}: &${to} [*${'abcdefghi'[index]}, *${'abcdefghi'[index]}]`,
      ),
    ]
    expect(found(`dataset: x\n${bomb.join('\n')}`)).toHaveLength(11)
  })
})
