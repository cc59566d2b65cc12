import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Problem, shared } from './ask.ts'
import { feature, filter, float, int, named, nullable, side, stage } from './hostile.ts'
import { ingestVaried } from './varied.ts'

/** Each field apart, so that no error hides another one. */
const QUERY = /* GraphQL */ `
  query Fuzz(
    $where: PairFilter, $other: PairFilter, $options: RegressionOptions, $stage: Stage!, $otherStage: Stage
    $effects: Effects!, $link: Link!, $keepTargets: Boolean!, $feature: String!, $flip: Flip!, $side: Side!
    $model: String, $labeler: String, $rewriter: String
  ) {
    imprints: dataset(name: "varied") {
      audit(pre: $model, post: $model, labeler: $labeler, where: $where) {
        imprints(stage: $stage, effects: $effects, options: $options) { ...regression }
      }
    }
    shift: dataset(name: "varied") { audit(where: $where) { shiftImprints(options: $options) { ...regression } } }
    misalignment: dataset(name: "varied") {
      audit(where: $where) { misalignment(link: $link, options: $options) { ...regression } }
    }
    robustness: dataset(name: "varied") {
      audit(where: $where) {
        rewriting(rewriter: $rewriter) {
          robustness(link: $link, keepTargets: $keepTargets, options: $options) { ...regression }
        }
      }
    }
    imprint: dataset(name: "varied") {
      audit(where: $where) { imprint(feature: $feature, stage: $stage, effects: $effects, options: $options) { ...term } }
    }
    flip: dataset(name: "varied") {
      audit(where: $where) {
        robustness(feature: $feature, flip: $flip, side: $side, rewriter: $rewriter, link: $link, options: $options) { ...term }
      }
    }
    short: dataset(name: "varied") {
      imprint(feature: $feature, stage: $stage) { ...term }
    }
    comparison: dataset(name: "varied") {
      audit(where: $where) {
        compare(with: { where: $other, post: $model, labeler: $labeler }) {
          imprints(stage: $stage, otherStage: $otherStage, effects: $effects, options: $options) { ...comparison }
        }
      }
    }
    compareLogit: dataset(name: "varied") {
      audit(where: $where) {
        compare(with: { where: $other }) { misalignment(link: $link, options: $options) { ...comparison } }
      }
    }
  }
  fragment term on Term {
    title status estimate standardError statistic pValue adjustedPValue oddsRatio vif reason
    confidenceInterval { level lower upper }
    marginalEffect { estimate standardError pValue }
    bootstrap { standardError replicates confidenceInterval { lower upper } }
  }
  fragment regression on Regression {
    pairs observations residualDegreesOfFreedom rSquared logLikelihood deviance converged iterations warnings
    terms { ...term }
    intercept { ...term }
    term(feature: $feature, side: $side, flip: $flip) { status }
  }
  fragment comparison on RegressionComparison {
    pairs sharedPairs warnings
    terms { status first second difference standardError pValue adjustedPValue reason }
  }
`

const level = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(0.95, 0.9, 0.5) },
  float,
  fc.double({ min: 0, max: 1, noNaN: true }),
)
const maxVif = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(null, 5, 1.5, 1.0000001) },
  float,
  fc.double({ min: 1, max: 10, noNaN: true }),
)
const replicates = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(2, 5) },
  fc.constantFrom(-1, 0, 1, 10_001),
)
const options = fc.record(
  {
    features: nullable(fc.array(feature, { maxLength: 5 })),
    errors: fc.constantFrom('IID', 'HC1', 'CLUSTER', 'PROMPT'),
    correction: fc.constantFrom('NONE', 'BONFERRONI', 'HOLM', 'BENJAMINI_HOCHBERG'),
    level,
    maxVif,
    penalty: fc.constantFrom('NONE', 'NONE', 'FIRTH'),
    bootstrap: nullable(fc.record({ replicates, seed: int }, { requiredKeys: ['replicates'] })),
  },
  { requiredKeys: [] },
)

const variables = fc.record({
  where: nullable(filter),
  other: nullable(filter),
  options: nullable(options),
  stage,
  otherStage: nullable(stage),
  effects: fc.constantFrom('PAIR', 'NONE', 'PROMPT'),
  link: fc.constantFrom('LOGIT', 'IDENTITY'),
  keepTargets: fc.boolean(),
  feature,
  flip: fc.constantFrom('GAINED', 'LOST'),
  side,
  model: nullable(named('pre-model', 'post-model')),
  labeler: nullable(named('labeler', 'control')),
  rewriter: nullable(named('rewriter')),
})

const RUNS = 200

/** What every message names: the argument, or what in it is not known. */
const NAMES =
  /^options\.(features|level|maxVif|penalty|errors|bootstrap)|^unknown (feature|feature or attribute|attribute|measure|prompt|reward model|labeler|rewriter|subset|topic|type of discrimination) "|^feature:? "|^where\./

describe('any arguments of regressions', () => {
  const asking = shared(ingestVaried)

  it('get numbers, or an error that names the argument', { timeout: 600_000 }, async () => {
    let answered = 0
    let refused = 0
    await fc.assert(
      fc.asyncProperty(variables, async (given) => {
        const { data, errors = [] } = await asking.answer(QUERY, given)
        if (data === undefined) {
          expect(errors[0].message).toMatch(/MAX_[A-Z]+/)
          return
        }
        for (const { message, path, extensions } of errors as Problem[]) {
          expect(['INVALID_INPUT', 'NOT_FOUND'], `${path}: ${message}`).toContain(extensions?.code)
          expect(message).toMatch(NAMES)
          refused++
        }
        if (data.shift.audit.shiftImprints) {
          answered++
          for (const term of data.shift.audit.shiftImprints.terms) {
            expect(term.status === 'ESTIMATED').toBe(term.estimate !== null)
            expect(term.reason === null).toBe(term.standardError !== null)
          }
        }
      }),
      { numRuns: RUNS, seed: 2 },
    )
    // Both happen, often.
    expect(Math.min(answered, refused)).toBeGreaterThan(RUNS / 5)
  })
})
