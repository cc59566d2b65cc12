import { describe, expect, it } from 'vitest'
import { ingestSealSmall, shared } from '../graphql/ask.ts'

type Row = Record<string, number | string | null>

/** All inline data of a specification, whatever panel or layer they lie in. */
const rowsIn = (part: unknown): Row[] => {
  if (typeof part !== 'object' || part === null) return []
  const { data } = part as { data?: { values?: Row[] } }
  return [...(data?.values ?? []), ...Object.values(part).flatMap(rowsIn)]
}

const six = (value: number | null) => (value === null ? null : Number(value.toPrecision(6)))
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

type Term = {
  title: string
  estimate: number | null
  confidenceInterval: { lower: number; upper: number } | null
}

describe("the numbers of figures are those of the audit's fields", () => {
  const asking = shared(ingestSealSmall)
  const audit = async (fields: string) =>
    (await asking.ask(`{ dataset(name: "seal-small") { audit { ${fields} } } }`)).dataset.audit

  const TERM = 'title estimate confidenceInterval { lower upper }'

  /** Each of a figure's points, with its interval. */
  const points = (figure: unknown) =>
    new Map(
      rowsIn(figure)
        .filter((row) => typeof row.label === 'string')
        .map((row) => [`${row.label}, ${row.series}`, [row.value, row.lower, row.upper]]),
    )
  const expected = ({ estimate, confidenceInterval: interval }: Term) => [
    six(estimate),
    six(interval?.lower ?? null),
    six(interval?.upper ?? null),
  ]

  it('imprints of both stages', async () => {
    const { figure, pre, post } = await audit(
      `figure(name: IMPRINTS) pre: imprints(stage: PRE) { terms { ${TERM} } } post: imprints { terms { ${TERM} } }`,
    )
    const shown = points(figure)
    for (const term of pre.terms) expect(shown.get(`${term.title}, pre model`)).toEqual(expected(term))
    for (const term of post.terms) expect(shown.get(`${term.title}, post model`)).toEqual(expected(term))
    expect(shown.size).toBe(pre.terms.length + post.terms.length)
  })

  it('misalignment by options and link', async () => {
    const options = '{ features: ["is_harmless", "sentiment"], level: 0.9 }'
    const { figure, misalignment } = await audit(
      `figure(name: MISALIGNMENT, link: IDENTITY, options: ${options}) misalignment(link: IDENTITY, options: ${options}) { terms { ${TERM} } }`,
    )
    const shown = points(figure)
    expect(shown.size).toBe(4)
    for (const term of misalignment.terms) {
      const series = term.title.endsWith(' (c)') ? 'chosen entry' : 'rejected entry'
      expect(shown.get(`${term.title.slice(0, -4)}, ${series}`)).toEqual(expected(term))
    }
  })

  it('robustness, of which some terms have none', async () => {
    const { figure, rewriting } = await audit(
      `figure(name: ROBUSTNESS) rewriting { robustness { terms { ${TERM} status } } }`,
    )
    const shown = points(figure)
    const { terms } = rewriting.robustness
    expect(shown.size).toBe(terms.length)
    for (const { title, ...term } of terms) {
      const [, feature, side, flip] = /^(.*) \((.)\), (.*)$/.exec(title) ?? []
      const label = `${side === 'c' ? 'chosen' : 'rejected'}: ${feature}`
      expect(shown.get(`${label}, ${flip}`)).toEqual(expected({ title, ...term }))
    }
  })

  it('a leaderboard, of all models that are not named', async () => {
    const { dataset } = await asking.ask(`{ dataset(name: "seal-small") {
      audit { figure(name: LEADERBOARD) one: figure(name: LEADERBOARD, models: ["pre-model"]) }
      leaderboard { rows { model { name } alignment { score confidenceInterval { lower upper } } } }
    } }`)
    const shown = points(dataset.audit.figure)
    expect(shown.size).toBe(2)
    for (const { model, alignment } of dataset.leaderboard.rows) {
      const { score: estimate, ...rest } = alignment
      expect(shown.get(`${model.name}, agreement`)).toEqual(expected({ title: '', estimate, ...rest }))
    }
    expect([...points(dataset.audit.one).keys()]).toEqual(['pre-model, agreement'])
  })

  it('agreement, with Wilson intervals', async () => {
    const { figure, preferences, regimes } = await audit(`
      figure(name: AGREEMENT)
      preferences { alignment(stage: PRE) { score confidenceInterval { lower upper } } }
      regimes { labelerAgreement { rate confidenceInterval { lower upper } } }`)
    const shown = [...points(figure)]
    const of = (series: string) => shown.filter(([name]) => name.endsWith(series)).map(([, values]) => values)
    expect(of('pre model')).toEqual(
      preferences.map(({ alignment }: { alignment: { score: number } & Term }) =>
        expected({ ...alignment, estimate: alignment.score }),
      ),
    )
    expect(of('agreement')).toEqual(
      regimes.map(({ labelerAgreement }: { labelerAgreement: { rate: number } & Term }) =>
        expected({ ...labelerAgreement, estimate: labelerAgreement.rate }),
      ),
    )
  })

  it('calibration of both models, with Wilson intervals', async () => {
    const BINS = 'bins { pairs confidence agreement { rate confidenceInterval { lower upper } } }'
    const { figure, ...models } = await audit(
      `figure(name: CALIBRATION) pre: calibration(stage: PRE) { ${BINS} } post: calibration { ${BINS} }`,
    )
    for (const name of ['pre', 'post']) {
      const shown = rowsIn(figure.layer[2]).filter(({ series }) => series === `${name} model`)
      const bins = models[name].bins.filter(({ pairs }: { pairs: number }) => pairs > 0)
      expect(bins.length).toBeGreaterThan(5)
      expect(
        shown.map(({ pairs, confidence, agreement, lower, upper }) => [
          pairs,
          confidence,
          agreement,
          lower,
          upper,
        ]),
      ).toEqual(
        bins.map(
          ({
            pairs,
            confidence,
            agreement,
          }: {
            pairs: number
            confidence: number
            agreement: Term & { rate: number }
          }) => [pairs, six(confidence), ...expected({ ...agreement, estimate: agreement.rate })],
        ),
      )
    }
  })

  it('histograms and heatmaps count every pair', async () => {
    const { changes, heatmap, shifts, directions, quadrants, coverage, rewardShift } = await audit(`
      changes: figure(name: MARGIN_CHANGES)
      heatmap: figure(name: REWARD_HEATMAP)
      shifts: figure(name: SHIFTS_BY_REGIME, preference: [CHOSEN, REJECTED, INDIFFERENT])
      directions: figure(name: REWARD_DIRECTIONS)
      quadrants { pairs }
      coverage { complete bothScored }
      rewardShift(preference: [CHOSEN, REJECTED, INDIFFERENT]) { pairs }`)
    const counted = (part: unknown) => sum(rowsIn(part).map(({ pairs }) => Number(pairs ?? 0)))
    expect(counted(changes)).toBe(coverage.bothScored)
    expect(counted(heatmap.concat[0])).toBe(quadrants.pairs)
    expect(counted(shifts)).toBe(rewardShift.pairs)
    expect(counted(directions)).toBe(2 * coverage.bothScored)
  })

  it('rulers beside the models, and what they choose as those do', async () => {
    const INTERVAL = 'confidenceInterval { lower upper }'
    const alignment = `alignment { score ${INTERVAL} }`
    const { figure, before, after, pre, post } = await audit(`figure(name: RULERS)
      before: alignment(stage: PRE) { score ${INTERVAL} } after: alignment { score ${INTERVAL} }
      pre: rulers(stage: PRE) { feature { title } modelAgreement { rate ${INTERVAL} } }
      post: rulers { feature { title } higherWins ${alignment} modelAgreement { rate ${INTERVAL} } }`)
    const shown = points(figure)
    const share = (score: number, { confidenceInterval }: Pick<Term, 'confidenceInterval'>) =>
      expected({ title: '', estimate: score, confidenceInterval })
    expect(shown.get('more reward of the pre model, agreement')).toEqual(share(before.score, before))
    expect(shown.get('more reward of the post model, agreement')).toEqual(share(after.score, after))
    const known = post.filter((ruler: { alignment: { score: number | null } }) => ruler.alignment.score)
    expect(known.length).toBeGreaterThan(1)
    for (const { feature, higherWins, alignment, modelAgreement } of known) {
      const label = `${higherWins ? 'more' : 'less'} ${feature.title}`
      expect(shown.get(`${label}, agreement`)).toEqual(share(alignment.score, alignment))
      expect(shown.get(`${feature.title}, post model`)).toEqual(share(modelAgreement.rate, modelAgreement))
      const other = pre.find((ruler: typeof post) => ruler.feature.title === feature.title).modelAgreement
      expect(shown.get(`${feature.title}, pre model`)).toEqual(share(other.rate, other))
    }
    expect(shown.size).toBe(2 + 3 * known.length)
  })

  it('alignment without features that are asked for, or that the model follows', async () => {
    const FIELDS = 'score confidenceInterval(level: 0.9) { lower upper }'
    const { figure, byDefault, alignment, ...adjusted } = await audit(`
      figure(name: ADJUSTED, stage: PRE, options: { features: ["is_harmless", "length_words"], level: 0.9 })
      byDefault: figure(name: ADJUSTED) alignment(stage: PRE) { ${FIELDS} }
      ${['last_response_is_harmless', 'length_words'].map(
        (name) => `${name}: adjusted(features: ["${name}"], stage: PRE) {
        alignment { ${FIELDS} } change(level: 0.9) { estimate confidenceInterval { lower upper } } }`,
      )}`)
    const shown = points(figure)
    const share = (of: typeof alignment) => expected({ ...of, title: '', estimate: of.score })
    expect(shown.get('rewards as they are, pre model')).toEqual(share(alignment))
    for (const [name, title] of [
      ['last_response_is_harmless', 'is harmless'],
      ['length_words', 'length in words'],
    ]) {
      expect(shown.get(`without ${title}, pre model`)).toEqual(share(adjusted[name].alignment))
      expect(shown.get(`${title}, difference`)).toEqual(expected(adjusted[name].change))
    }
    expect(shown.size).toBe(5)
    expect(points(byDefault).size).toBe(13)
  })

  it('topics; prevalence, with the intervals of its differences', async () => {
    const { figure, topics, table, prevalence } = await audit(`
      figure(name: TOPICS) topics { key pairs entries }
      table: figure(name: PREVALENCE) prevalence { feature { title source } chosen rejected difference confidenceInterval { lower upper } }`)
    const bars = rowsIn(figure.concat[0]).map(({ label: key, pairs, entries }) => ({ key, pairs, entries }))
    expect(bars).toEqual(topics)
    const shown = points(table)
    for (const { feature, chosen, rejected, difference, confidenceInterval } of prevalence) {
      // The figure is of shares: what is measured has other units.
      if (feature.source !== 'LABELER') continue
      const estimate = { title: '', estimate: difference, confidenceInterval }
      expect(shown.get(`${feature.title}, difference`)).toEqual(expected(estimate))
      expect(shown.get(`${feature.title}, chosen entry`)?.[0]).toEqual(six(chosen))
      expect(shown.get(`${feature.title}, rejected entry`)?.[0]).toEqual(six(rejected))
    }
  })
})
