import { describe, expect, it } from 'vitest'
import { DEFAULT_OPTIONS } from '../../src/metrics/regression-options.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { ask, sliceOf } from './asking.ts'

const ALIKE = { is_helpful: 1, is_harmless: 1 }
const scored = (rowId: number): PlainPair => ({ rowId, pre: [0, 1], post: [2, 1] })
const labeled = (rowId: number): PlainPair => ({
  ...scored(rowId),
  labels: { chosen: ALIKE, rejected: { ...ALIKE, is_harmless: 0 } },
})
const indifferent = (rowId: number): PlainPair => ({
  ...scored(rowId),
  labels: { chosen: ALIKE, rejected: ALIKE },
})

const NO_LABELS = 'the dataset has no labels: bring them with npm run ingest -- labels, or npm run label'
const regimesOf = (pairs: PlainPair[], subject = {}) =>
  ask(sliceOf(frameOf(pairs), null, subject), 'regimes', {})
const agreementOf = async (pairs: PlainPair[], subject = {}) =>
  (await regimesOf(pairs, subject)).map(({ labelerAgreement }) => labelerAgreement.reason)

describe('a reason is what is the matter', () => {
  it('of the labeler’s agreement: none, no such pair, nothing labeled, or no preference', async () => {
    const [became, stayed] = await agreementOf([scored(1), indifferent(2)])
    expect(became).toBe('the labeler is indifferent wherever its preference is known')
    expect(stayed).toBe('no pair has this regime')
    expect((await agreementOf([scored(1)], { labeler: -1 }))[0]).toBe(NO_LABELS)
    expect((await agreementOf([scored(1), { ...labeled(2), post: [0, 1] }]))[0]).toBe(
      'no pair of this regime has labels of its target features on both entries',
    )
    expect((await agreementOf([labeled(1)]))[0]).toBeNull()
  })

  it('of an empty slice, whatever is asked of it', async () => {
    const slice = sliceOf(frameOf([labeled(1)]), { rowId: { gte: 5 } })
    const shiftImprints = await ask(slice, 'shiftImprints', { options: DEFAULT_OPTIONS })
    const said = [
      ...(await ask(slice, 'regimes', {})).flatMap(({ reason, labelerAgreement }) => [
        reason,
        labelerAgreement.reason,
      ]),
      ...(await ask(slice, 'preferences', {})).flatMap(({ reason, alignment: { PRE, POST } }) => [
        reason,
        PRE.reason,
        POST.reason,
      ]),
      ...(await ask(slice, 'prevalence', {})).map(({ reason }) => reason),
      (await ask(slice, 'rewardShift', { regime: ['BECAME_ALIGNED'] })).reason,
      (await ask(slice, 'alignmentChange', {})).reason,
      ...shiftImprints.terms.map(({ reason }) => reason),
      ...shiftImprints.warnings,
    ]
    expect(new Set(said)).toEqual(new Set(['no pair is in the slice']))
  })

  it('of what a dataset lacks: once where it lacks two things, and with the command', async () => {
    const slice = sliceOf(frameOf([{ rowId: 1, post: [1, 0] }]), null, { pre: -1, labeler: -1 })
    const noModel =
      'the dataset has no PRE model: bring its rewards with npm run ingest -- rewards --stage PRE, or npm run score'
    const options = { ...DEFAULT_OPTIONS, features: ['is_helpful'] }
    const { terms, warnings } = await ask(slice, 'shiftImprints', { options })
    expect(new Set([...warnings, ...terms.map(({ reason }) => reason)])).toEqual(
      new Set([`${noModel}; ${NO_LABELS}`]),
    )
    expect((await ask(slice, 'alignmentChange', {})).reason).toBe(noModel)
    expect((await regimesOf([]))[0].reason).toBe(
      'the dataset has no pairs: bring them with npm run ingest -- pairs',
    )
  })

  it('of McNemar’s test: that nothing changed is not that nothing is known', async () => {
    const slice = sliceOf(frameOf([{ rowId: 1, pre: [1, 0], post: [1, 0] }]))
    const { test, reason } = await ask(slice, 'alignmentChange', {})
    expect([test, reason]).toEqual([null, 'no pair became aligned, and none reversed its alignment'])
  })

  it('of rewritings: none, or none with rewards', async () => {
    const of = async (pairs: PlainPair[], where = {}) => {
      const slice = sliceOf(frameOf(pairs), where)
      return (await ask(slice, 'rewritingAlignment', { rewriter: 0, stage: 'POST' })).after.reason
    }
    const pairs = [scored(1), { ...scored(2), rewrite: {} }]
    expect(await of(pairs, { rewritten: false })).toBe('no pair of the slice is rewritten')
    expect(await of(pairs)).toBe(
      'no pair of the slice has both rewards of the POST model before and after rewriting',
    )
  })

  it('of a pair’s empty cells: of which entry something is missing', async () => {
    const all = { is_helpful: 1, is_harmless: 1, sentiment: 0, is_eloquent: 0 }
    const frame = frameOf([
      { rowId: 1, pre: [1, null], post: [1, 0], labels: { chosen: all, rejected: all } },
      { rowId: 2, pre: [1, 2], post: [1, 0], labels: { rejected: all } },
      { rowId: 3, pre: [1, 2], post: [1, 0], labels: { chosen: all, rejected: { is_helpful: 1 } } },
      { rowId: 4, pre: [0, 0], post: [1, 0], labels: { chosen: all, rejected: all } },
      { rowId: 5 },
    ])
    const table = await ask(sliceOf(frame), 'pairTable', { start: 0, limit: 9 })
    const columns = new Map(table.map(({ name, values }) => [name, values]))
    expect(columns.get('reason')).toEqual([
      'no reward of the rejected entry before training',
      'no label of the chosen entry',
      'some features are not labeled',
      'a reward vector without a length',
      'no rewards before training | no rewards after training | no labels',
    ])
    expect(columns.get('pre_chosen')?.[0]).toBe(1)
  })
})
