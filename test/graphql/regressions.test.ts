import { beforeAll, describe, expect, it } from 'vitest'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { TEXT_MEASURES } from '../../src/measures/text-measures.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { readExpected } from '../frame/seal-small.ts'
import { expectAgree } from '../golden/agree.ts'
import { ingestSealSmall, type Problem, SEAL_SMALL, shared } from './ask.ts'

const expected = readExpected()
const asking = shared(async (context) => {
  await ingestSealSmall(context)
  await ingestPairs(context, { dataset: 'bare', files: [SEAL_SMALL.pairs] })
})

type Answer = Awaited<ReturnType<(typeof asking)['ask']>>
const TERM = 'feature side flip status estimate standardError statistic pValue reason'
const REGRESSION = `errors method terms { ${TERM} } intercept { ${TERM} }`
const audit = async (fields: string, args = ''): Promise<Answer> =>
  (await asking.ask(`{ dataset(name: "seal-small") { audit${args} { ${fields} } } }`)).dataset.audit

const suffix = ({ side, flip }: Answer) => {
  if (flip) return `.${side.toLowerCase()}.${flip}`
  return side ? `.${side[0].toLowerCase()}` : ''
}
const nameOf = (term: Answer) => {
  if (!term.feature) return '(Intercept)'
  return `${term.flip ? term.feature.replace('last_response_', '') : term.feature}${suffix(term)}`
}

/** Labels that one pair or two have, of which robust errors are none. */
const RARE = /is_sexually_explicit|is_manipulative\.c/

const expectTerms = ({ terms, intercept, errors, method }: Answer, r: Answer) => {
  const all = intercept ? [intercept, ...terms] : terms
  expect(all.map(nameOf).sort()).toEqual(Object.keys(r).sort())
  for (const term of all) {
    const { estimate, standardError, statistic, pValue } = term
    if (errors !== 'IID' && method !== 'LOGIT' && RARE.test(nameOf(term))) {
      expectAgree(estimate, r[nameOf(term)].estimate)
      expect([standardError, statistic, pValue]).toEqual([null, null, null])
      expect(term.reason).toMatch(/^it varies in (1 pair|2 pairs) alone/)
    } else if (term.status === 'ESTIMATED') {
      expectAgree({ estimate, standardError, statistic, pValue }, r[nameOf(term)])
    } else {
      expect([term.status, estimate]).toEqual(['SEPARATED', null])
      expect(Math.abs(r[nameOf(term)].estimate)).toBeGreaterThan(20)
    }
  }
}

describe('the regressions through GraphQL, against R', () => {
  const ALL = 'options: { maxVif: null'
  it.each([
    ['imprints', `${ALL} }`, expected.imprint.POST.pairEffects.CLUSTER],
    ['imprints', `stage: PRE, ${ALL}, errors: IID }`, expected.imprint.PRE.pairEffects.IID],
    ['imprints', `effects: NONE, ${ALL}, errors: HC1 }`, expected.imprint.POST.pooled.HC1],
    ['shiftImprints', `${ALL} }`, expected.shift.CLUSTER],
    ['misalignment', `${ALL}, errors: IID }`, expected.misalignment.LOGIT],
    ['misalignment', `link: IDENTITY, ${ALL} }`, expected.misalignment.LINEAR_CLUSTER],
  ])('%s(%s)', async (field, args, r) => {
    expectTerms((await audit(`${field}(${args}) { ${REGRESSION} }`))[field], r)
  })

  it.each([
    ['', expected.robustness.LOGIT_CLUSTER],
    ['(link: IDENTITY, options: { errors: IID })', expected.robustness.LINEAR_IID],
  ])('rewriting { robustness%s }', async (args, r) => {
    const { rewriting } = await audit(`rewriting { keptPairs robustness${args} { pairs ${REGRESSION} } }`)
    expect(rewriting.robustness.pairs).toBe(rewriting.keptPairs)
    expectTerms(rewriting.robustness, r)
  })

  it('without keepTargets has all pairs, and the targets too', async () => {
    const { rewriting } = await audit(
      `rewriting { pairs robustness(keepTargets: false) { pairs terms { feature } } }`,
    )
    expect(rewriting.robustness.pairs).toBe(rewriting.pairs)
    const features = new Set(rewriting.robustness.terms.map(({ feature }: Answer) => feature))
    expect([...features]).toContain('last_response_is_harmless')
    expect(features.size).toBe(5)
  })
})

describe('single terms', () => {
  let terms: Answer
  beforeAll(async () => {
    terms = (await audit(`imprints { terms { ${TERM} } }`)).imprints.terms
  })

  it('are those of their regression, whichever way they are asked for', async () => {
    const fields = `{ ${TERM} }`
    const { dataset } = await asking.ask(`{ dataset(name: "seal-small") {
      imprint(feature: "harmless") ${fields}
      audit { imprint(feature: "last_response_is_harmless") ${fields} imprints { term(feature: "is_harmless") ${fields} } }
    } }`)
    const harmless = terms.find(({ feature }: Answer) => feature === 'last_response_is_harmless')
    expect(dataset.imprint).toEqual(harmless)
    expect(dataset.audit.imprint).toEqual(harmless)
    expect(dataset.audit.imprints.term).toEqual(harmless)
  })

  it('of equation 4 have a flip and a side', async () => {
    const fields = `{ title ${TERM} }`
    const { dataset } = await asking.ask(`{ dataset(name: "seal-small") {
      robustness(feature: "sentiment", flip: LOST) ${fields}
      audit {
        robustness(feature: "sentiment", flip: LOST) ${fields}
        rejected: robustness(feature: "sentiment", flip: GAINED, side: REJECTED) ${fields}
        rewriting { robustness { term(feature: "sentiment", side: CHOSEN, flip: LOST) ${fields} } }
      }
    } }`)
    const { robustness, rejected, rewriting } = dataset.audit
    expect(robustness).toMatchObject({ side: 'CHOSEN', flip: 'LOST', title: 'sentiment (c), lost' })
    expect(dataset.robustness).toEqual(robustness)
    expect(rewriting.robustness.term).toEqual(robustness)
    expect(rejected).toMatchObject({ side: 'REJECTED', flip: 'GAINED', title: 'sentiment (r), gained' })
  })

  it('are null where the regression has none such, and without a rewriter', async () => {
    const { imprints } = await audit('imprints { term(feature: "is_harmless", side: CHOSEN) { title } }')
    expect(imprints.term).toBeNull()
    const { dataset } = await asking.ask(`{ dataset(name: "bare") {
      robustness(feature: "sentiment", flip: LOST) { title }
      audit { robustness(feature: "sentiment", flip: LOST) { title } }
    } }`)
    expect(dataset).toEqual({ robustness: null, audit: { robustness: null } })
  })

  it('are chosen before rejected, in the order of the taxonomy', async () => {
    const { shiftImprints } = await audit('shiftImprints { terms { feature side title } }')
    const features = SEAL_TAXONOMY.features.filter(({ inRegressions }) => inRegressions)
    const order = ['CHOSEN', 'REJECTED'].flatMap((side) =>
      features.map(({ name }) => ({ feature: name, side })),
    )
    expect(shiftImprints.terms.map(({ feature, side }: Answer) => ({ feature, side }))).toEqual(order)
    expect(shiftImprints.terms[0].title).toBe('human vocabulary quality (c)')
    expect(shiftImprints.terms[29].title).toBe('is eloquent (r)')
  })

  it('are the features that were named, whatever the taxonomy says of them', async () => {
    const { imprints } = await audit(
      'imprints(options: { features: ["harmless", "assistant_is_coherent", "is_harmless"] }) { terms { feature } }',
    )
    expect(imprints.terms.map(({ feature }: Answer) => feature)).toEqual([
      'assistant_is_coherent',
      'last_response_is_harmless',
    ])
  })
})

describe('nothing to estimate from', () => {
  it('gives every term a status and a reason, and no numbers', async () => {
    const fields = `terms { status estimate reason } pairs warnings converged`
    const { dataset } = await asking.ask(`{
      dataset(name: "bare") { audit { imprints { ${fields} } shiftImprints { ${fields} } misalignment { ${fields} } } }
    }`)
    for (const [regression, terms] of [
      [dataset.audit.imprints, TEXT_MEASURES.length],
      [dataset.audit.shiftImprints, 2 * TEXT_MEASURES.length],
      [dataset.audit.misalignment, 2 * TEXT_MEASURES.length],
    ]) {
      expect(regression).toMatchObject({ pairs: 0, converged: false })
      expect(regression.terms).toHaveLength(terms)
      for (const term of regression.terms) {
        expect(term).toMatchObject({ status: 'NOT_ESTIMABLE', estimate: null, reason: expect.any(String) })
      }
      expect(regression.warnings).toEqual([regression.terms[0].reason])
      expect(regression.warnings[0]).toMatch(/^the dataset has no rewards: [^;]*$/)
    }
  })

  it('of an empty slice is the same', async () => {
    const { imprints } = await audit('imprints { pairs terms { status } }', '(where: { rowId: { lte: -1 } })')
    expect(imprints.pairs).toBe(0)
    expect(new Set(imprints.terms.map(({ status }: Answer) => status))).toEqual(new Set(['NOT_ESTIMABLE']))
  })

  it('of three pairs drops what they cannot tell apart, and has no errors where nothing is left', async () => {
    const { shiftImprints } = await audit(
      'shiftImprints(options: { maxVif: null }) { residualDegreesOfFreedom terms { status estimate standardError reason } warnings }',
      '(where: { rowId: { lte: 2 } })',
    )
    expect(shiftImprints.residualDegreesOfFreedom).toBe(0)
    const estimated = shiftImprints.terms.filter(({ status }: Answer) => status === 'ESTIMATED')
    expect(estimated).toHaveLength(2)
    for (const term of estimated) {
      expect(term).toMatchObject({ standardError: null, reason: expect.stringContaining('no residuals') })
    }
    expect(shiftImprints.warnings.join()).toContain('as many terms as observations')
  })
})

describe('breakdown', () => {
  it('has regressions inside: those of the slice', async () => {
    const { breakdown } = await audit(
      `breakdown(by: REGIME) { key audit { coverage { complete } imprints { pairs terms { ${TERM} } } } }`,
    )
    expect(breakdown).toHaveLength(4)
    for (const part of breakdown) {
      const alone = await audit(`imprints { pairs terms { ${TERM} } }`, `(where: { regime: [${part.key}] })`)
      expect(part.audit.imprints).toEqual(alone.imprints)
      expect(part.audit.imprints.pairs).toBe(part.audit.coverage.complete)
    }
  })
})

describe('comparison', () => {
  const FIELDS = `pairs sharedPairs warnings terms { feature side status first second difference standardError pValue adjustedPValue reason }`

  it('of two stages knows that the pairs are the same', async () => {
    const { compare, post, pre } = await audit(`
      compare(with: {}) { imprints(stage: POST, otherStage: PRE, options: { maxVif: null }) { ${FIELDS} } }
      post: imprints(options: { maxVif: null }) { terms { ${TERM} } }
      pre: imprints(stage: PRE, options: { maxVif: null }) { terms { ${TERM} } }
    `)
    const { terms, pairs, sharedPairs } = compare.imprints
    expect([pairs, sharedPairs]).toEqual([600, 600])
    const independent: number[] = []
    terms.forEach((term: Answer, index: number) => {
      expectAgree([term.first, term.second], [post.terms[index].estimate, pre.terms[index].estimate])
      expectAgree(term.difference, term.first - term.second)
      independent.push(Math.hypot(post.terms[index].standardError, pre.terms[index].standardError))
    })
    // Rewards before and after go together, so that what both share cancels.
    const smaller = terms.filter((term: Answer, index: number) => term.standardError < independent[index])
    expect(smaller.length).toBeGreaterThan(terms.length / 2)
  })

  it('of slices without a common pair adds their variances', async () => {
    const { compare } = await audit(
      `compare(with: { where: { regime: [STAYED_MISALIGNED] } }) {
        first { coverage { pairs } } second { coverage { pairs } } shiftImprints(options: { features: ["is_harmless"] }) { ${FIELDS} }
      }`,
      '(where: { regime: [STAYED_ALIGNED] })',
    )
    expect([compare.first.coverage.pairs, compare.second.coverage.pairs]).toEqual([250, 137])
    expect(compare.shiftImprints).toMatchObject({ pairs: 387, sharedPairs: 0 })
    expect(compare.shiftImprints.terms.map(({ status }: Answer) => status)).toEqual([
      'ESTIMATED',
      'ESTIMATED',
    ])
  })

  it('takes from the other audit what is left out, and the whole dataset for null', async () => {
    const { compare } = await audit(
      `compare(with: { pre: "post-model", where: null }) {
        first { pre { name } labeler { name } coverage { pairs } } second { pre { name } labeler { name } coverage { pairs } }
      }`,
      '(labeler: "control", where: { rowId: { lte: 9 } })',
    )
    expect(compare).toEqual({
      first: { pre: { name: 'pre-model' }, labeler: { name: 'control' }, coverage: { pairs: 10 } },
      second: { pre: { name: 'post-model' }, labeler: { name: 'control' }, coverage: { pairs: 600 } },
    })
  })

  it('of a term that one of both has not has no numbers, and a reason', async () => {
    const { compare } = await audit(
      `compare(with: { where: { rowId: { lte: 40 } } }) { misalignment { ${FIELDS} } }`,
    )
    const missing = compare.misalignment.terms.filter(({ status }: Answer) => status !== 'ESTIMATED')
    expect(missing.length).toBeGreaterThan(0)
    for (const term of missing)
      expect(term).toMatchObject({ difference: null, pValue: null, reason: expect.any(String) })
  })
})

describe('the bootstrap', () => {
  const ask = (options: string) =>
    audit(`imprints(options: { maxVif: null, bootstrap: { ${options} } }) {
      terms { estimate standardError confidenceInterval { lower upper } bootstrap { standardError replicates confidenceInterval { lower upper } } }
    }`)

  it('is the same for the same seed, and another for another', async () => {
    const [first, again, other] = await Promise.all([
      ask('replicates: 50, seed: 1'),
      audit(`imprints(options: { maxVif: null, level: 0.95, bootstrap: { replicates: 50, seed: 1 } }) {
        terms { estimate standardError confidenceInterval { lower upper } bootstrap { standardError replicates confidenceInterval { lower upper } } } }`),
      ask('replicates: 50, seed: 2'),
    ])
    expect(again).toEqual(first)
    expect(other.imprints.terms[5].bootstrap).not.toEqual(first.imprints.terms[5].bootstrap)
  })

  it('spreads as the clustered errors say', async () => {
    const { imprints } = await ask('replicates: 2000, seed: 7')
    // Of features that are not rare: 2000 draws tell a standard deviation to about 1.6 %.
    for (const index of [2, 4, 7, 14]) {
      const { estimate, standardError, bootstrap } = imprints.terms[index]
      expect(bootstrap.standardError / standardError).toBeGreaterThan(0.9)
      expect(bootstrap.standardError / standardError).toBeLessThan(1.1)
      expect(bootstrap.confidenceInterval.lower).toBeLessThan(estimate)
      expect(bootstrap.confidenceInterval.upper).toBeGreaterThan(estimate)
    }
  })

  it('says how many replicates had no estimate', async () => {
    const { imprints } = await audit(`imprints(options: { maxVif: null, bootstrap: { replicates: 200 } }) {
      warnings terms { bootstrap { replicates } } }`)
    const { replicates } = imprints.terms[0].bootstrap
    expect(replicates).toBeLessThan(200)
    expect(imprints.warnings).toEqual([
      `bootstrap: ${200 - replicates} of 200 replicates could not estimate every term`,
    ])
  })
})

describe('the penalty', () => {
  it('gives separated terms an estimate', async () => {
    const { misalignment } = await audit(
      'misalignment(options: { penalty: FIRTH, maxVif: null }) { penalty converged terms { status estimate oddsRatio marginalEffect { estimate } } }',
    )
    expect(misalignment).toMatchObject({ penalty: 'FIRTH', converged: true })
    for (const { status, estimate, oddsRatio, marginalEffect } of misalignment.terms) {
      expect(status).toBe('ESTIMATED')
      expect(Math.abs(estimate)).toBeLessThan(10)
      expect(oddsRatio).toBe(Math.exp(estimate))
      expect(Math.sign(marginalEffect.estimate)).toBe(Math.sign(estimate))
    }
  })
})

describe('options that cannot be used', () => {
  const refused = async (field: string) => {
    const { errors } = await asking.answer(`{ dataset(name: "seal-small") { audit { ${field} } } }`)
    expect(errors).toHaveLength(1)
    const [{ message, extensions }] = errors as Problem[]
    return `${extensions?.code}: ${message}`
  }
  it.each([
    ['imprints(options: { level: 1 }) { pairs }', /^INVALID_INPUT: options\.level: 1 is not between 0 and 1/],
    ['misalignment(options: { level: -0.5 }) { pairs }', /options\.level/],
    [
      'shiftImprints(options: { maxVif: 1 }) { pairs }',
      /^INVALID_INPUT: options\.maxVif: 1 would drop every feature/,
    ],
    ['imprints(options: { features: [] }) { pairs }', /^INVALID_INPUT: options\.features: name at least one/],
    [
      'imprints(options: { features: ["nonsense"] }) { pairs }',
      /^NOT_FOUND: unknown feature "nonsense"; known: assistant_is/,
    ],
    [
      'imprints(options: { bootstrap: { replicates: 1 } }) { pairs }',
      /^INVALID_INPUT: options\.bootstrap\.replicates: 1;/,
    ],
    ['imprints(options: { bootstrap: { replicates: 10001 } }) { pairs }', /options\.bootstrap\.replicates/],
    [
      'imprints(options: { penalty: FIRTH }) { pairs }',
      /^INVALID_INPUT: options\.penalty: FIRTH is of a logit/,
    ],
    ['imprint(feature: "nonsense") { status }', /^NOT_FOUND: unknown feature "nonsense"/],
    [
      'imprint(feature: "assistant_is_coherent") { status }',
      /^INVALID_INPUT: feature: "assistant_is_coherent" is not in this regression/,
    ],
    [
      'robustness(feature: "is_honest", flip: LOST) { status }',
      /^INVALID_INPUT: feature: "is_honest" is not in this regression/,
    ],
    ['imprints { term(feature: "nonsense") { status } }', /^NOT_FOUND: unknown feature/],
    [
      'compare(with: {}) { imprints(options: { errors: IID }) { pairs } }',
      /^INVALID_INPUT: options\.errors: IID knows nothing/,
    ],
    [
      'compare(with: {}) { imprints(options: { bootstrap: {} }) { pairs } }',
      /^INVALID_INPUT: options\.bootstrap/,
    ],
    [
      'compare(with: { post: "nonsense" }) { imprints { pairs } }',
      /^NOT_FOUND: unknown reward model "nonsense"/,
    ],
  ])('%s', async (field, message) => {
    expect(await refused(field)).toMatch(message)
  })
})
