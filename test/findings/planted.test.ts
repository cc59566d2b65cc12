import { beforeAll, describe, expect, it } from 'vitest'
import { randomStreams } from '../../scripts/synthetic/random.ts'
import { allFeatures } from '../../src/domain/measure.ts'
import { percent } from '../../src/domain/words.ts'
import { findings } from '../../src/findings/findings.ts'
import { type Frame, outlineOf } from '../../src/frame/frame.ts'
import { DEFAULT_OPTIONS, type RegressionOptions } from '../../src/metrics/regression-options.ts'
import { ingestPairs } from '../../src/pipeline/ingest-pairs.ts'
import { sigmoid } from '../../src/stats/sigmoid.ts'
import { loadFrame } from '../../src/store/frame/load-frame.ts'
import { databases, openAll } from '../databases.ts'
import { ask, sliceOf } from '../metrics/asking.ts'
import { fixture } from '../pipeline/files.ts'

const path = fixture('hh-rlhf/harmless-base-test.jsonl.gz')
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1)

describe.skipIf(path === null)('findings on 2,312 real pairs', () => {
  let frame: Frame
  beforeAll(async () => {
    const database = await databases()[0].create()
    const { connection, context, close } = await openAll(database.url)
    await ingestPairs(context, { dataset: 'hh', files: [path!] })
    frame = (await loadFrame(connection, 1))!
    await close()
    await database.drop()
  })

  /** Of a model whose rewards before training are noise, and after it noise with so much for each character. */
  const found = async (bias: number, seed: number) => {
    const { noise } = randomStreams(seed, ['noise'])
    const length =
      frame.original.measures[frame.measures.findIndex(({ name }) => name === 'length_characters')]!
    const rewards = (perCharacter: number) => {
      const of = (lengths: Float64Array) => lengths.map((one) => perCharacter * one + noise.normal())
      return { CHOSEN: of(length.CHOSEN), REJECTED: of(length.REJECTED) }
    }
    const models = (['PRE', 'POST'] as const).map((stage, id) => ({
      ...{
        id,
        stage,
        name: stage === 'PRE' ? 'v0' : 'v1',
        series: null,
        step: null,
        rewardCount: 2 * frame.rowIds.length,
      },
    }))
    const defaults = { pre: 0, post: 1, labeler: -1 }
    const original = { ...frame.original, rewards: [rewards(0), rewards(bias)] }
    const biased: Frame = { ...frame, models, defaults, original }
    const slice = sliceOf(biased)
    const all = await findings({
      dataset: 'hh',
      outline: outlineOf(biased),
      names: { pre: 'v0', post: 'v1' },
      isLabeled: false,
      isSelectedByRewards: false,
      ask: (question, args) => ask(slice, question, args),
    })
    const features = allFeatures(biased)
    const options: RegressionOptions = { ...DEFAULT_OPTIONS, scale: 'STANDARDIZED' }
    const { terms } = await ask(slice, 'amplification', { stage: 'POST', options })
    const { terms: before } = await ask(slice, 'choices', { by: 'MODEL', stage: 'PRE', options })
    const often = (estimate: number | null) => percent(sigmoid(estimate as number))
    for (const { feature, sentence } of all.filter(({ evidence }) => evidence === 'amplification')) {
      const at = terms.findIndex(({ name }) => name.feature === feature)
      const { first, second } = terms[at]
      expect(sentence).toContain(` ${often(first)} of the time, people ${often(second)} (`)
      expect(sentence).toContain(`; v0, before training: ${often(before[at].estimate)}).`)
    }
    return all.map(({ feature, ...one }) => ({
      ...one,
      feature: feature === null ? null : features[feature].name,
    }))
  }
  const isOfLength = ({ kind, feature }: { kind: string; feature: string | null }) =>
    kind === 'AMPLIFIED' && feature !== null && feature.startsWith('length')

  it('a bias for length comes first, whatever the noise', async () => {
    for (const seed of SEEDS) {
      const [first] = await found(0.004, seed)
      expect(isOfLength(first), first.sentence).toBe(true)
      expect(first.pValue).toBeLessThan(1e-6)
    }
  }, 60_000)

  it('without a bias there is none, but for one seed in twenty', async () => {
    const alarms: string[] = []
    for (const seed of SEEDS) {
      const all = await found(0, seed)
      alarms.push(...all.filter(({ kind }) => kind === 'AMPLIFIED').map(({ sentence }) => sentence))
    }
    expect(alarms.length, alarms.join('\n')).toBeLessThanOrEqual(1)
  }, 60_000)
})
