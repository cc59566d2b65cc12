import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { InvalidInput } from '../../src/domain/errors.ts'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import type { Engine } from '../../src/engine/engine.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { ingestSealSmall, openAsk, type Problem, post, SEAL_SMALL, SQLITE, shared, write } from './ask.ts'
import { WHOLE_ANSWER } from './whole-answer.ts'

const kind = (name: string) => ({ ...SEAL_TAXONOMY.features[0], name, inRegressions: true })

/** The fixture, and a dataset `kinds` with two features that end alike. */
const fill = async (context: Context) => {
  await ingestSealSmall(context)
  const features = [kind('first_is_kind'), kind('second_is_kind')]
  const taxonomy = { features, priority: [], topics: [], discriminations: [] }
  await ingestPairs(context, { dataset: 'kinds', files: [SEAL_SMALL.pairs], taxonomy })
}

/** What the engine does in place of its work, or nothing. */
let sabotage: (() => never) | undefined
const asking = shared(fill, {
  change: (engine) => ({
    ...engine,
    ask: (async (scope, question, args) => {
      sabotage?.()
      return engine.ask(scope, question, args)
    }) as Engine['ask'],
  }),
})

const logged = vi.spyOn(console, 'error')
beforeEach(() => logged.mockReset().mockReturnValue())
afterEach(() => {
  sabotage = undefined
})

const audit = (fields: string, args = '') =>
  asking.answer(`{ dataset(name: "seal-small") { name audit${args} { ${fields} } } }`)
const entry = (field: string) =>
  asking.answer(`{ dataset(name: "seal-small") { name pair(rowId: 0) { chosen { ${field} } } } }`)
const pair = (field: string) =>
  asking.answer(`{ dataset(name: "seal-small") { name pair(rowId: 0) { ${field} } } }`)

describe('names that nothing has', () => {
  it('a dataset is null', async () => {
    expect(await asking.ask('{ dataset(name: "nonsense") { name } }')).toEqual({ dataset: null })
  })

  it('a rewriter is null', async () => {
    const { data, errors } = await audit('rewriting(rewriter: "nonsense") { pairs }')
    expect(errors).toBeUndefined()
    expect(data.dataset.audit.rewriting).toBeNull()
  })

  const models = /^unknown reward model "nonsense"; known: pre-model, post-model$/
  const labelers = /^unknown labeler "nonsense"; known: labeler, control$/
  const features =
    /^unknown feature "nonsense"; known: assistant_is_anthropomorphic, .*last_response_is_eloquent$/
  it.each([
    [() => audit('coverage { pairs }', '(pre: "nonsense")'), models],
    [() => audit('coverage { pairs }', '(post: "nonsense")'), models],
    [() => audit('marginDistribution(model: "nonsense") { counts }'), models],
    [() => entry('reward(model: "nonsense") { score }'), models],
    [() => pair('aligned(model: "nonsense")'), models],
    [() => pair('alignmentRegime(pre: "nonsense")'), models],
    [() => pair('rewardShift(post: "nonsense") { degrees }'), models],
    [() => pair('rewrites { rewardShift(model: "nonsense") { degrees } }'), models],
    [() => audit('coverage { pairs }', '(labeler: "nonsense")'), labelers],
    [() => audit('labelerAgreement(with: "nonsense") { kappa }'), labelers],
    [() => pair('preference(labeler: "nonsense")'), labelers],
    [() => entry('label(labeler: "nonsense") { topics }'), labelers],
    [() => entry('label { feature(name: "nonsense") { value } }'), features],
    [() => audit('rewriting { similarity(feature: "nonsense") { mean } }'), features],
    [() => audit('coverage { pairs }', '(where: { feature: { name: "nonsense" } })'), features],
    [() => audit('coverage { pairs }', '(where: { not: { feature: { name: "nonsense" } } })'), features],
    [
      () => audit('rewriting { similarity(feature: "") { mean } }'),
      /^unknown feature ""; known: assistant_is_anthropomorphic/,
    ],
  ])('case %#: the error lists the known ones', async (answer, message) => {
    const { errors } = await answer()
    expect(errors).toHaveLength(1)
    expect(errors[0].message).toMatch(message)
    expect(errors[0].extensions).toEqual({ code: 'NOT_FOUND' })
  })

  it.each([
    ['imprint', ''],
    ['robustness', ', flip: LOST'],
  ])('%s of a dataset advises what can be done, and that does it', async (field, flip) => {
    const feature = 'assistant_is_coherent'
    const { data, errors } = await asking.answer(
      `{ dataset(name: "seal-small") { name ${field}(feature: "${feature}"${flip}) { status } } }`,
    )
    expect(data.dataset).toEqual({ name: 'seal-small', [field]: null })
    expect(errors[0].message).toMatch(
      new RegExp(`; audit \\{ ${field}\\(.*options\\) \\} takes options\\.features`),
    )
    const { dataset } = await asking.ask(`{ dataset(name: "seal-small") { audit {
      ${field}(feature: "${feature}"${flip}, options: { features: ["${feature}"] }) { feature }
    } } }`)
    expect(dataset.audit[field]).toEqual({ feature })
  })

  it('an ending that several features have', async () => {
    const { errors } = await asking.answer(
      '{ dataset(name: "kinds") { pairs(where: { feature: { name: "is_kind" } }) { totalCount } } }',
    )
    expect(errors[0]).toMatchObject({
      message: 'feature "is_kind" could be first_is_kind or second_is_kind',
      extensions: { code: 'INVALID_INPUT' },
    })
  })
})

describe('a field that fails', () => {
  it('is null, and takes no other with it', async () => {
    const { data, errors } = await audit(
      'alignment { score } imprints(options: { features: ["nope"] }) { terms { title } } topics { key }',
    )
    expect(data.dataset).toMatchObject({
      name: 'seal-small',
      audit: { alignment: { score: expect.any(Number) }, imprints: null, topics: expect.any(Array) },
    })
    expect(errors).toMatchObject([
      { path: ['dataset', 'audit', 'imprints'], extensions: { code: 'NOT_FOUND' } },
    ])
  })

  it('leaves all that is not computed, whatever fails', async () => {
    sabotage = () => {
      throw new InvalidInput('sabotage')
    }
    const { data, errors } = await asking.answer(WHOLE_ANSWER, { name: 'seal-small' })
    const { audit, ...dataset } = data.dataset
    expect(dataset).toMatchObject({ name: 'seal-small', pairCount: 600, pair: { rowId: 4 }, pairs: null })
    expect(audit).toMatchObject({
      dataset: { name: 'seal-small' },
      post: { name: 'post-model' },
      labeler: { name: 'labeler' },
      rewriting: { rewriter: { name: 'rewriter' }, pairs: null, flips: null, robustness: null },
      compare: { second: { labeler: { name: 'control' } }, imprints: null },
    })
    const read = ['id', 'dataset', 'pre', 'post', 'labeler', 'rewriting', 'compare']
    const computed = Object.entries(audit).filter(([name]) => !read.includes(name))
    expect(computed.filter(([, value]) => value !== null)).toEqual([])
    expect(errors.filter(({ message }: Problem) => !message.endsWith('sabotage'))).toEqual([])
  })

  it('of one dataset is not the loss of another', async () => {
    const { data, errors } = await asking.answer(`{ datasets {
      name
      audit(post: "post-model") { dataset { name } post { name } compare(with: {}) { pairs: first { alignment { pairs } } } alignment { pairs } }
      pairs(post: "post-model", first: 1) { totalCount }
    } }`)
    const [kinds, small] = data.datasets
    expect(kinds).toEqual({
      name: 'kinds',
      audit: { dataset: { name: 'kinds' }, post: null, compare: null, alignment: null },
      pairs: null,
    })
    expect(small).toMatchObject({
      name: 'seal-small',
      audit: { alignment: { pairs: 600 } },
      pairs: { totalCount: 600 },
    })
    for (const { message, path } of errors as Problem[]) {
      expect(message).toBe('unknown reward model "post-model"; there is none yet')
      expect(path?.slice(0, 2)).toEqual(['datasets', 0])
    }
  })
})

describe('arguments that cannot be used', () => {
  it.each([
    ['bins', 'rewardShift { histogram(bins: 0) { counts } }'],
    ['bins', 'rewardShift { histogram(bins: -1) { counts } }'],
    ['bins', 'marginDistribution(bins: 100000) { counts }'],
    ['bins', 'probabilityDistribution(side: CHOSEN, bins: 0) { counts }'],
    ['bins', 'rewardHeatmap(bins: 100000) { counts }'],
    ['bins', 'rewardDirections(stage: PRE, bins: -1) { counts }'],
    ['bins', 'rewriting { similarityByShift(bins: 0) { counts } }'],
    ['bins', 'rewriting { rewardShift { histogram(bins: 2147483647) { counts } } }'],
    ['level', 'alignment { confidenceInterval(level: 0) { lower } }'],
    ['level', 'alignment { confidenceInterval(level: 1) { lower } }'],
    ['level', 'alignment { confidenceInterval(level: -1e300) { lower } }'],
    ['level', 'regimes { labelerAgreement { confidenceInterval(level: 2) { lower } } }'],
    ['first', 'breakdown(by: TOPIC, first: -5) { key }'],
    ['first', 'breakdown(by: TOPIC, first: 0) { key }'],
    ['first', 'breakdown(by: TOPIC, first: 1001) { key }'],
    ['flip', 'rewriting { similarity(flip: GAINED) { mean } }'],
    ['unchanged', 'rewriting { similarity(unchanged: true) { mean } }'],
  ])('%s: %s', async (argument, field) => {
    const { errors } = await audit(field)
    expect((errors as Problem[]).map(({ extensions }) => extensions)).toContainEqual({
      code: 'INVALID_INPUT',
    })
    for (const { message } of errors) expect(message).toContain(argument)
  })

  it('are as wrong where there are no pairs', async () => {
    const { errors } = await audit(
      'marginDistribution(bins: 0) { counts }',
      '(where: { rowId: { lte: -1 } })',
    )
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT' } }])
  })

  it('a level that is no number is no level', async () => {
    const { errors } = await audit('alignment { confidenceInterval(level: NaN) { lower } }')
    expect(errors).toMatchObject([{ message: expect.stringContaining('Float') }])
    const variable = await asking.answer(
      'query($level: Float!) { dataset(name: "seal-small") { audit { alignment { confidenceInterval(level: $level) { lower } } } } }',
      { level: null },
    )
    expect(variable.errors).toMatchObject([{ message: expect.stringContaining('$level') }])
  })

  it('are nothing that the server logs', async () => {
    await audit('marginDistribution(bins: 0) { counts }')
    await audit('coverage { pairs }', '(pre: "nonsense")')
    expect(logged).not.toHaveBeenCalled()
  })
})

describe("GraphQL's own errors", () => {
  it.each([
    ['{ dataset(name: "seal-small") { name ', /Syntax Error/],
    ['', /a request has a query/],
    ['{ nonsense }', /Cannot query field "nonsense"/],
    ['{ dataset { name } }', /argument "name"/],
    ['{ dataset(name: 5) { name } }', /String cannot represent/],
    ['{ dataset(name: "seal-small") { audit(where: { nonsense: 1 }) { coverage { pairs } } } }', /nonsense/],
    ['{ dataset(name: "seal-small") { pairs(first: 2147483648) { totalCount } } }', /32-bit/],
    ['{ dataset(name: "seal-small") { pairs(orderBy: { by: SHOE_SIZE }) { totalCount } } }', /SHOE_SIZE/],
    ['query($x: Int!) { dataset(name: "seal-small") { pairs(first: $x) { totalCount } } }', /\$x/],
    ['mutation { nonsense }', /mutation/i],
  ])('%s', async (query, message) => {
    const { errors } = await asking.answer(query)
    expect(errors[0].message).toMatch(message)
    expect(errors[0].extensions?.code).not.toBe('INTERNAL_SERVER_ERROR')
    expect(logged).not.toHaveBeenCalled()
  })
})

describe('defects', () => {
  const SECRET = /secret|postgres|SELECT|\.ts|stack|cause/i

  it('tell a client nothing but that they happened, and the log everything', async () => {
    sabotage = () => {
      throw new Error('secret: SELECT password FROM user', { cause: new Error('secret') })
    }
    const response = await post(asking.yoga, {
      query: '{ dataset(name: "seal-small") { name audit { alignment { score } } } }',
    })
    const text = await response.text()
    expect(text).not.toMatch(SECRET)
    const { errors } = JSON.parse(text)
    expect(errors).toEqual([
      {
        message: 'Unexpected error.',
        path: ['dataset', 'audit', 'alignment'],
        locations: [{ line: 1, column: 46 }],
        extensions: { code: 'INTERNAL_SERVER_ERROR', id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ])
    expect(logged).toHaveBeenCalledTimes(1)
    expect(String(logged.mock.calls[0])).toContain(errors[0].extensions.id)
    expect(String(logged.mock.calls[0])).toContain('SELECT password')
  })

  it('things that are no errors, thrown', async () => {
    sabotage = () => {
      throw { secret: true }
    }
    const { errors } = await audit('alignment { score }')
    expect(JSON.stringify(errors)).not.toMatch(SECRET)
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
  })

  it('of the database do not show its SQL', async () => {
    const database = await SQLITE.create()
    try {
      await write(database.url, ingestSealSmall)
      const broken = openAsk(database.url)
      await write(database.url, ({ connection }) => connection.script('DROP TABLE labeler'))
      const { data, errors } = await broken.answer('{ dataset(name: "seal-small") { labelers { name } } }')
      expect(data.dataset).toBeNull()
      expect(JSON.stringify(errors)).not.toMatch(/secret|sqlite|SELECT|\.ts|stack|cause|labeler[^s]/i)
      expect(errors).toMatchObject([
        { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ])
      // The worker that loads the frame meets the same.
      const metric = await broken.answer('{ dataset(name: "seal-small") { audit { coverage { pairs } } } }')
      expect(metric.errors).toMatchObject([
        { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
      ])
      await broken.close()
    } finally {
      await database.drop()
    }
  })
})
