import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DEFAULT_OPTIONS, type RegressionOptions } from '../../src/metrics/regression-options.ts'
import type { Estimate, Regression } from '../../src/metrics/regression-result.ts'
import { frameOf, type PlainPair, SOURCES, TAXONOMY } from '../frame/make-frame.ts'
import { expectAgree } from '../golden/agree.ts'
import { ask, sliceOf } from './asking.ts'

type Row = Record<'prompt' | 'bc' | 'br' | 'xc' | 'xr' | 'yc' | 'yr', number>
type Answer = { estimate: number; standardError: number; pValue: number }[]
type Means = { chosen: number; rejected: number; difference: Answer[number] }
type Golden = {
  data: Row[]
  sd: number
  means: Means
  answers: Record<string, Answer>
  attribute_controls: Record<'none' | 'pair' | 'prompt' | 'logit', Answer> & { pairs: number }
}
const golden: Golden = JSON.parse(readFileSync(new URL('../golden/numbers.json', import.meta.url), 'utf8'))

const pairs = golden.data.map(
  ({ prompt, bc, br, xc, xr, yc, yr }, rowId): PlainPair => ({
    rowId,
    group: prompt,
    post: [yc, yr],
    labels: { chosen: { is_eloquent: bc }, rejected: { is_eloquent: br } },
    lengths: [xc, xr],
    source: SOURCES[rowId % 3],
    scores: [rowId % 10 === 4 ? null : ((5 * rowId + 1) % 7) / 2, ((4 * rowId + 2) % 9) / 2],
  }),
)
const slice = sliceOf(frameOf(pairs))
const options = (given: Partial<RegressionOptions> = {}): RegressionOptions => ({
  ...DEFAULT_OPTIONS,
  features: ['is_eloquent', 'length'],
  maxVif: null,
  ...given,
})
const imprints = (effects: 'NONE' | 'PAIR' | 'PROMPT', given?: Partial<RegressionOptions>) =>
  ask(slice, 'imprints', { stage: 'POST', effects, options: options(given) })

const expectR = (regression: Regression, name: string, order?: (index: number) => number) =>
  expectAnswer(regression, golden.answers[name], order)

const expectAnswer = (
  { terms }: { terms: readonly Estimate[] },
  wanted: Answer,
  order = (index: number) => index,
) => {
  expect(terms).toHaveLength(wanted.length)
  terms.forEach((term, index) => {
    const { estimate, standardError, pValue } = wanted[order(index)]
    expectAgree([term.estimate, term.standardError, term.pValue], [estimate, standardError, pValue], {
      relative: 1e-8,
      absolute: 1e-12,
    })
  })
}

describe('a number beside a label, against R', () => {
  it.each([
    ['NONE', 'none'],
    ['PAIR', 'pair'],
    ['PROMPT', 'prompt'],
  ] as const)('effects %s', async (effects, name) => {
    const regression = await imprints(effects)
    expectR(regression, name)
    const [label, number] = regression.terms
    expect(label.perStandardDeviation).toBeNull()
    expectAgree([number.perStandardDeviation], [golden.sd * (number.estimate as number)])
  })

  it('in standard deviations', async () => {
    const none = await imprints('NONE', { scale: 'STANDARDIZED' })
    expectR(none, 'none_standardized')
    expectR(await imprints('PAIR', { scale: 'STANDARDIZED' }), 'pair_standardized')
    expect(none.terms[1].perStandardDeviation).toBeNull()
    const raw = await imprints('NONE')
    expectAgree([none.rSquared], [raw.rSquared])
  })

  it('as a logit', async () => {
    const misalignment = (scale: RegressionOptions['scale']) =>
      ask(slice, 'misalignment', { link: 'LOGIT', options: options({ scale }) })
    // Ours come by side, R's by feature.
    const inOrder = (index: number) => [0, 2, 1, 3][index]
    const raw = await misalignment('RAW')
    expect(raw.terms.map(({ title }) => title)).toEqual([
      ...['is_eloquent (c)', 'length (c)'],
      ...['is_eloquent (r)', 'length (r)'],
    ])
    expectR(raw, 'logit', inOrder)
    expectR(await misalignment('STANDARDIZED'), 'logit_standardized', inOrder)
  })

  it('in choices', async () => {
    const choices = (by: 'HUMAN' | 'MODEL', given?: Partial<RegressionOptions>) =>
      ask(slice, 'choices', { by, stage: 'POST', options: options(given) })
    const human = await choices('HUMAN')
    expectR(human, 'choice_human')
    expectAgree([human.terms[1].perStandardDeviation], [golden.sd * (human.terms[1].estimate as number)])
    expectR(await choices('MODEL'), 'choice_model')
    expectR(await choices('HUMAN', { scale: 'STANDARDIZED' }), 'choice_standardized')
    const { terms } = await ask(slice, 'amplification', { stage: 'POST', options: options() })
    expectAnswer({ terms }, golden.answers.amplification)
  })

  it('alone, where nothing is labeled', async () => {
    expectR(await imprints('NONE', { features: ['length'] }), 'number_alone')
    const unlabeled = sliceOf(frameOf(pairs.map(({ labels, ...pair }) => pair)))
    const alone = options({ features: ['length'] })
    expectR(
      await ask(unlabeled, 'imprints', { stage: 'POST', effects: 'NONE', options: alone }),
      'number_alone',
    )
  })

  it('as a control: adjusted for, no term, and outside the correction', async () => {
    const { terms } = await imprints('NONE', { features: ['is_eloquent'], controls: ['length'] })
    const [wanted] = golden.answers.none
    expect(terms).toHaveLength(1)
    expectAgree([terms[0].estimate, terms[0].standardError], [wanted.estimate, wanted.standardError])
    expect(terms[0].adjustedPValue).toBe(terms[0].pValue)
    await expect(imprints('NONE', { controls: ['length'] })).rejects.toThrow(
      'options.controls: "length" is one of options.features already',
    )
    await expect(imprints('NONE', { features: ['size'] })).rejects.toThrow(
      /unknown feature "size"; known: .*length/,
    )
  })

  it('adjusted for attributes: texts as dummies, numbers as they are, pairs without left out', async () => {
    const { pairs: complete, ...answers } = golden.attribute_controls
    const controls = ['score', 'source']
    for (const [effects, name] of [
      ['NONE', 'none'],
      ['PAIR', 'pair'],
      ['PROMPT', 'prompt'],
    ] as const) {
      const regression = await imprints(effects, { controls })
      expectAnswer(regression, answers[name])
      expect(regression.pairs).toBe(complete)
    }
    const logit = await ask(slice, 'misalignment', { link: 'LOGIT', options: options({ controls }) })
    expectAnswer(logit, answers.logit, (index) => [0, 2, 1, 3][index])
  })

  it('says how many pairs lack which number, each of those that have all else', async () => {
    const some = pairs.map((pair, index): PlainPair => {
      const { lengths, ...without } = pair
      return index % 7 === 3 ? without : index % 5 === 0 ? { ...pair, post: undefined } : pair
    })
    const left = some.filter(({ post }) => post)
    const lackLength = left.filter(({ lengths }) => !lengths).length
    const lackScore = left.filter(({ scores }) => scores?.includes(null)).length
    const given = { stage: 'POST', effects: 'NONE' } as const
    const gappy = sliceOf(frameOf(some))
    const one = await ask(gappy, 'imprints', { ...given, options: options() })
    expect(one.warnings).toEqual([`${lackLength} of ${left.length} pairs lack length: left out`])
    const both = options({ controls: ['score'] })
    const two = await ask(gappy, 'imprints', { ...given, options: both })
    const warning = `${lackLength} of ${left.length} pairs lack length, ${lackScore} lack score: left out`
    expect(two.warnings).toEqual([warning])
    const stages = ['POST', 'POST'] as const
    const compared = await ask(gappy, 'compareImprints', { ...given, stages, options: both }, gappy)
    expect(compared.warnings).toEqual([`the first audit: ${warning}`, `the other audit: ${warning}`])
    expect((await imprints('NONE')).warnings).toEqual([])
  })

  it('says what it is not adjusted for: what never differs within a pair', async () => {
    const alone = await imprints('PAIR', { features: ['length'] })
    const adjusted = await imprints('PAIR', { features: ['length'], controls: ['source', 'is_eloquent'] })
    expect(adjusted.warnings).toEqual([
      `not adjusted for ${[...SOURCES]
        .sort()
        .slice(1)
        .map((source) => `source = ${source}`)
        .join(', ')}: it never differs between the entries of a pair`,
    ])
    expect(alone.warnings).toEqual([])
    expect((await imprints('NONE', { features: ['length'], controls: ['source'] })).warnings).toEqual([])
  })

  it('adjusted for attributes in a comparison, with the values of both slices', async () => {
    const [some, others] = [{ rowId: { lte: 40 } }, { attribute: { name: 'source', in: [SOURCES[0]] } }].map(
      (where) => sliceOf(frameOf(pairs), where as never),
    )
    const args = { stages: ['POST', 'POST'] as const, effects: 'NONE' as const }
    const given = options({ controls: ['source'] })
    const compared = await ask(some, 'compareImprints', { ...args, options: given }, others)
    const [first, second] = await Promise.all(
      [some, others].map((of) => ask(of, 'imprints', { stage: 'POST', effects: 'NONE', options: given })),
    )
    expect(compared.terms.map((term) => term.first)).toEqual(first.terms.map(({ estimate }) => estimate))
    expectAgree(
      compared.terms.map((term) => term.second),
      second.terms.map(({ estimate }) => estimate),
    )
  })

  it('adjusted for nothing that there is not, or too much of', async () => {
    await expect(imprints('NONE', { controls: ['sauce'] })).rejects.toThrow(
      /unknown feature or attribute "sauce"; known: .*length.*source/,
    )
    const frame = frameOf(pairs)
    const [source, ...rest] = frame.attributes
    const names = pairs.map(({ rowId }) => `source ${rowId}`).concat(SOURCES)
    const many = Array.from(
      { length: 120 },
      (_, rowId): PlainPair => ({ rowId, post: [1, 0], lengths: [1, 2] }),
    )
    const large = frameOf(many)
    const codes = Int32Array.from(many.keys())
    const attributes = [{ ...source, names: [...names, ...codes].map(String), columns: [{ codes }] }, ...rest]
    const asked = ask(sliceOf({ ...large, attributes }), 'imprints', {
      stage: 'POST',
      effects: 'NONE',
      options: options({ controls: ['source'] }),
    })
    await expect(asked).rejects.toThrow(
      /attribute "source" has 120 values, and each is a column: at most 100/,
    )
  })

  it('with a bootstrap and in a comparison, in the same units', async () => {
    const drawn = await imprints('PAIR', { bootstrap: { replicates: 200, seed: 1 }, scale: 'STANDARDIZED' })
    const { estimate, bootstrap } = drawn.terms[1]
    expect(bootstrap?.replicates).toBe(200)
    expect(bootstrap?.interval.lower).toBeLessThan(estimate as number)
    expect(bootstrap?.interval.upper).toBeGreaterThan(estimate as number)
    const half = sliceOf(frameOf(pairs), { rowId: { lte: 50 } })
    const args = {
      stages: ['POST', 'POST'] as const,
      effects: 'PAIR' as const,
      options: options({ scale: 'STANDARDIZED' }),
    }
    const same = await ask(slice, 'compareImprints', args, slice)
    expect(same.terms.map((term) => term.estimate)).toEqual([0, 0])
    const other = await ask(slice, 'compareImprints', args, half)
    const alone = await ask(half, 'imprints', { stage: 'POST', effects: 'PAIR', options: args.options })
    expectAgree([other.terms[1].second], [alone.terms[1].estimate])
  })

  it('has means and a test that counts prompts', async () => {
    const [length, , none] = await ask(slice, 'measureMeans', {})
    const { chosen, rejected, difference } = golden.means
    expect(length).toMatchObject({ feature: TAXONOMY.features.length, pairs: pairs.length, reason: null })
    expectAgree(
      [length.chosen, length.rejected, length.difference, length.standardError, length.test?.pValue],
      [chosen, rejected, difference.estimate, difference.standardError, difference.pValue],
    )
    expect(none).toMatchObject({ pairs: 0, test: null, difference: null })
    expect(none.reason).toBe('no pair of the slice has this measure on both entries')
  })

  it('leaves out pairs that lack it, and says so where none has it', async () => {
    const some = pairs.map((pair, index) => (index % 3 ? pair : { ...pair, lengths: [null, 1] as const }))
    const { pairs: count } = await ask(sliceOf(frameOf(some)), 'imprints', {
      ...{ stage: 'POST', effects: 'PAIR', options: options() },
    })
    expect(count).toBe(pairs.filter((_, index) => index % 3).length)
    const { terms } = await imprints('PAIR', { features: ['is_eloquent', 'of_no_entry'] })
    expect(terms.map(({ status }) => status)).toEqual(['ESTIMATED', 'NOT_ESTIMABLE'])
  })
})
