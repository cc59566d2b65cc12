import { describe, expect, it } from 'vitest'
import { ingestSealSmall, shared } from './ask.ts'

const FIELDS = `
  alignmentChange { pValue } alignmentChangeReason
  marginChange { mean { estimate pValue } reason } rewardShift { tTest { pValue } signTest { pValue } reason }
  preferences { alignmentContrast(with: INDIFFERENT) { test { pValue } reason } }
  rulers { feature { name } test { pValue } reason }
  prevalence { feature { name } test { pValue } confidenceInterval { lower } reason }
  imprints { warnings } shiftImprints { warnings } marginChangeImprints { warnings } misalignment { warnings }
`
const BY = (what: string) => `not tested: the slice selects by ${what}, which decides the result`
const WARNED = (what: string) =>
  `the slice selects by ${what}, which bears on the outcome: estimates and p-values hold for pairs that are selected so`

const isOfSlice = (warning: string) => warning.includes('the slice selects')

type Row = { feature: { name: string }; test: object | null; reason: string | null }

describe('a test that the slice decides', () => {
  const asking = shared(ingestSealSmall)
  const audit = async (where: object | null) =>
    (
      await asking.ask(
        `query ($where: PairFilter) { dataset(name: "seal-small") { audit(where: $where) { ${FIELDS} } } }`,
        { where },
      )
    ).dataset.audit
  const untested = (rows: Row[]) =>
    rows.flatMap(({ feature, test, reason }) =>
      test === null && reason ? [[feature.name, reason] as const] : [],
    )

  it('is no test where nothing decides it, but a test', async () => {
    for (const where of [null, { margin: { stage: 'POST' } }, { rewardShift: {} }]) {
      const found = await audit(where)
      expect(found.alignmentChange?.pValue).toBeLessThan(1)
      expect(found.alignmentChangeReason).toBeNull()
      expect(found.rewardShift).toMatchObject({ tTest: {}, signTest: {}, reason: null })
      expect(found.misalignment.warnings.filter(isOfSlice)).toEqual([])
    }
  })

  it.each([
    [{ regime: ['BECAME_ALIGNED', 'REVERSED_ALIGNMENT', 'STAYED_ALIGNED'] }, 'alignment regime'],
    [{ and: [{ or: [{ margin: { stage: 'PRE', lte: 0 } }] }] }, 'PRE margin'],
    [{ not: { reward: { stage: 'POST', side: 'CHOSEN', lte: 0 } } }, 'POST reward'],
    [{ rewardShift: { gte: -90, lte: 90 } }, 'reward shift'],
  ])('%j: McNemar’s', async (where, what) => {
    const { alignmentChange, alignmentChangeReason } = await audit(where)
    expect([alignmentChange, alignmentChangeReason]).toEqual([null, BY(what)])
  })

  it('of angles is none where they are selected, and one where the regime is', async () => {
    const selected = await audit({ rewardShift: { gte: 10 } })
    expect(selected.rewardShift).toEqual({ tTest: null, signTest: null, reason: BY('reward shift') })
    const regime = await audit({ regime: ['BECAME_ALIGNED'] })
    expect(regime.rewardShift).toMatchObject({ tTest: {}, signTest: {}, reason: null })
  })

  it.each([
    [{ marginChange: { gte: 1 } }, 'change of margin'],
    [{ regime: ['BECAME_ALIGNED'] }, 'alignment regime'],
    [{ marginChange: {} }, null],
  ])('of changes of margin is none where rewards are selected: %j', async (where, by) => {
    const { mean, reason } = (await audit(where)).marginChange
    expect([mean.estimate === null, mean.pValue === null, reason]).toEqual([false, by !== null, by && BY(by)])
  })

  it('of preferences is none where their own stage is selected', async () => {
    const contrast = async (where: object) => (await audit(where)).preferences[0].alignmentContrast
    expect(await contrast({ margin: { stage: 'POST', gte: -1 } })).toEqual({
      test: null,
      reason: BY('POST margin'),
    })
    expect(await contrast({ margin: { stage: 'PRE', gte: -1 } })).toMatchObject({ test: {}, reason: null })
  })

  it('of adjusting is none where their own stage is selected', async () => {
    const ADJUSTED = `query ($where: PairFilter) { dataset(name: "seal-small") { audit(where: $where) {
      adjusted(features: ["harmless"]) { change { estimate standardError pValue } reason }
    } } }`
    const adjusted = async (where: object) => (await asking.ask(ADJUSTED, { where })).dataset.audit.adjusted
    const { change, reason } = await adjusted({ margin: { stage: 'POST', gte: -1 } })
    expect(change).toEqual({ estimate: expect.any(Number), standardError: null, pValue: null })
    expect(reason).toBe(BY('POST margin'))
    expect(await adjusted({ margin: { stage: 'PRE', gte: -1 } })).toMatchObject({
      change: { pValue: expect.any(Number) },
      reason: null,
    })
  })

  it('of a feature is none where one entry was selected by it, or a preference by what is preferred', async () => {
    const feature = { name: 'is_eloquent', scope: 'CHOSEN', values: [1] }
    expect(
      untested((await audit({ feature })).prevalence).filter(([, reason]) => reason.startsWith('not')),
    ).toEqual([['last_response_is_eloquent', BY('this feature of one entry')]])
    const either = { ...feature, scope: 'EITHER' }
    expect(untested((await audit({ feature: either })).prevalence).map(([name]) => name)).not.toContain(
      'last_response_is_eloquent',
    )
    const preferred = untested((await audit({ preference: ['CHOSEN'] })).prevalence)
    expect(preferred.filter(([, reason]) => reason.startsWith('not'))).toEqual([
      ['last_response_is_helpful', BY("the labeler's preference")],
      ['last_response_is_harmless', BY("the labeler's preference")],
    ])
  })

  it.each([
    [{ scope: 'CHOSEN', gte: 0 }, 'this measure of one entry'],
    [{ scope: 'DIFFERENCE', lte: 1 }, 'the difference in this measure'],
    [{ scope: 'DIFFERENCE', gte: -5, lte: 5 }, null],
  ])('of a measure is none where it was selected itself: %j', async (range, by) => {
    const isDecided = ({ reason }: Row) => reason?.startsWith('not tested') ?? false
    for (const [rows, measure] of [
      ['rulers', 'length_characters'],
      ['prevalence', 'digits_share'],
    ] as const) {
      const found = (await audit({ measure: { feature: measure, ...range } }))[rows]
      expect(untested(found.filter(isDecided))).toEqual(by ? [[measure, BY(by)]] : [])
      expect(found.some(({ test }: Row) => test)).toBe(true)
    }
  })

  it('of terms is warned of, in regressions and in comparisons', async () => {
    const found = await audit({ margin: { stage: 'PRE', gte: -1 } })
    expect(found.shiftImprints.warnings).toContain(WARNED('PRE margin'))
    expect(found.marginChangeImprints.warnings).toContain(WARNED('PRE margin'))
    expect(found.imprints.warnings).toEqual([])
    const { dataset } = await asking.ask(`{ dataset(name: "seal-small") { audit {
      compare(with: { where: { margin: { stage: PRE, gte: -1 } } }) {
        imprints(stage: POST, otherStage: PRE) { warnings } misalignment { warnings }
      }
    } } }`)
    const { imprints, misalignment } = dataset.audit.compare
    expect(imprints.warnings).toEqual([`the other audit: ${WARNED('PRE margin')}`])
    expect(misalignment.warnings.filter(isOfSlice)).toEqual([])
  })

  it.each([
    [
      { rewardShift: { gte: 90, lte: -90 } },
      /^where\.rewardShift: .*90 \(gte\).*-90 \(lte\); swap them .*or: \[/,
    ],
    [{ rowId: { gte: 5, lte: 4 } }, /^where\.rowId: .*5 \(gte\).*4 \(lte\); swap them$/],
    [{ and: [{}, { margin: { stage: 'PRE', gte: 1, lte: 0 } }] }, /^where\.and\[1\]\.margin: /],
    [
      { or: [{ not: { reward: { stage: 'PRE', side: 'CHOSEN', gte: 1, lte: 0 } } }] },
      /^where\.or\[0\]\.not\.reward: /,
    ],
  ])('a range that nothing is in is refused: %j', async (where, message) => {
    for (const field of [
      'audit(where: $where) { coverage { pairs } }',
      'pairs(where: $where) { totalCount }',
    ]) {
      const query = `query ($where: PairFilter) { dataset(name: "seal-small") { ${field} } }`
      const { errors } = await asking.answer(query, { where })
      expect(errors[0].message).toMatch(message)
      expect(errors[0].extensions.code).toBe('INVALID_INPUT')
    }
    const compared = `query ($where: PairFilter) { dataset(name: "seal-small") { audit {
      compare(with: { where: $where }) { second { coverage { pairs } } }
    } } }`
    expect((await asking.answer(compared, { where })).errors[0].message).toMatch(message)
  })
})
