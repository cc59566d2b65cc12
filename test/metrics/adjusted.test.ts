import { beforeAll, describe, expect, it } from 'vitest'
import { worded } from '../../src/audit/questions.ts'
import { meanEstimate } from '../../src/metrics/mean.ts'
import { compute } from '../../src/metrics/metrics.ts'
import { databases } from '../databases.ts'
import { frameOf, type PlainLabels, type PlainPair } from '../frame/make-frame.ts'
import { type AdjustedPairs, adjustedGolden, asInR } from '../golden/adjusted.ts'
import { expectAgree } from '../golden/agree.ts'
import { ask, sliceOf } from './asking.ts'
import { connected, EXECUTORS, written } from './both-executors.ts'

const plainPairs = (data: AdjustedPairs): PlainPair[] =>
  data.group.map((group, row) => {
    const both = (name: 'length' | 'age' | 'pre' | 'post') =>
      [data[`${name}Chosen`]?.[row] ?? null, data[`${name}Rejected`]?.[row] ?? null] as const
    const labels = (side: 'Chosen' | 'Rejected') => {
      const [helpful, eloquent] = [data[`helpful${side}`]?.[row], data[`eloquent${side}`]?.[row]]
      return {
        ...(typeof helpful === 'number' && { is_helpful: helpful }),
        ...(typeof eloquent === 'number' && { is_eloquent: eloquent }),
      }
    }
    return {
      ...{ rowId: row, group, tie: data.tie[row], lengths: both('length'), ages: both('age') },
      ...{ pre: both('pre'), post: both('post') },
      ...(data.helpfulChosen && { labels: { chosen: labels('Chosen'), rejected: labels('Rejected') } }),
    }
  })

describe.each(databases())('adjusted alignment against R, $name', (databases) => {
  const connection = connected(databases)

  describe.each(Object.keys(adjustedGolden.answers))('%s', (name) => {
    let dataset: Awaited<ReturnType<typeof written>>
    beforeAll(async () => {
      dataset = await written(connection(), plainPairs(adjustedGolden.datasets[name]))
    })

    const cases = adjustedGolden.answers[name].flatMap(({ stage, method, features, ...wanted }) =>
      EXECUTORS.map((executor) => ({ executor, stage, method, features, wanted })),
    )
    it.each(cases)('$method, $stage, $features, $executor', async ({ executor, wanted, ...asked }) => {
      const { outline } = dataset
      const subject = { ...outline.defaults, labeler: name === 'unlabeled' ? -1 : 0 }
      const { argsOf, answerOf } = worded('adjusted')
      const args = argsOf({ outline, subject, other: subject }, asked)
      const found = answerOf(
        await compute('adjusted', { pairs: await dataset[executor](null), other: null }, args),
      )
      expectAgree(
        asInR({
          ...found,
          change: meanEstimate(found.change, 0.95),
          resistance: found.alignment.resistance,
        }),
        wanted,
      )
      expect(found.alignment.ties).toBe(adjustedGolden.datasets[name].tie.filter(Boolean).length)
    })
  })
})

describe('adjusted alignment', () => {
  const of = (pairs: readonly Partial<PlainPair>[], subject = {}) =>
    sliceOf(frameOf(pairs.map((pair, rowId) => ({ rowId, ...pair }))), null, subject)
  const adjusted = (
    slice: ReturnType<typeof of>,
    features: readonly string[] = ['length'],
    method: 'LINEAR' | 'LOWESS' = 'LINEAR',
  ) => ask(slice, 'adjusted', { features, method, stage: 'POST' })
  const eloquent: PlainLabels = { chosen: { is_eloquent: 1 }, rejected: { is_eloquent: 0 } }

  it('is what rewards are that a feature decides alone', async () => {
    // The longer entry has its length for a reward, and a little more where it is rejected.
    const lengths = [
      [5, 2],
      [9, 1],
      [4, 7],
      [3, 8],
      [6, 6],
    ] as const
    const pairs = lengths.map(([a, b]) => ({ lengths: [a, b], post: [10 * a, 10 * b + 0.01] }) as const)
    for (const method of ['LINEAR', 'LOWESS'] as const) {
      const { alignment, turned, change } = await adjusted(of(pairs), ['length'], method)
      expect({ aligned: alignment.aligned, pairs: alignment.pairs }).toEqual({ aligned: 0, pairs: 5 })
      expect({ turned, change: change.mean }).toEqual({ turned: 2, change: -0.4 })
    }
  })

  it('does not change with the unit of rewards or of the feature', async () => {
    const pairs = plainPairs(adjustedGolden.datasets.several)
    const scaled = (reward: number, length: number) => {
      const times = (both: PlainPair['post'], by: number) =>
        both && ([both[0] === null ? null : both[0] * by, both[1] === null ? null : both[1] * by] as const)
      return of(
        pairs.map((pair) => ({
          ...pair,
          post: times(pair.post, reward),
          lengths: times(pair.lengths, length),
        })),
      )
    }
    for (const method of ['LINEAR', 'LOWESS'] as const) {
      const wanted = await adjusted(scaled(1, 1), ['length'], method)
      expect(wanted.turned).toBeGreaterThan(0)
      for (const [reward, length] of [
        [2 ** 900, 1],
        [2 ** -900, 1],
        [1, 2 ** 60],
      ])
        expectAgree(await adjusted(scaled(reward, length), ['length'], method), wanted)
    }
  })

  it('says what can be adjusted for', async () => {
    const slice = of([{ lengths: [1, 2], post: [1, 2], labels: eloquent }])
    const refused = (features: string[], method: 'LINEAR' | 'LOWESS', message: string) =>
      expect(adjusted(slice, features, method)).rejects.toThrow(message)
    await refused([], 'LINEAR', 'features: name at least one feature')
    await refused(['size'], 'LINEAR', 'unknown feature "size"; known: is_helpful')
    await refused(
      ['length', 'age'],
      'LOWESS',
      'LOWESS is a local regression on one feature, and features names 2',
    )
    await refused(['is_eloquent'], 'LOWESS', 'LOWESS needs a NUMERIC feature, and "is_eloquent" is BOOLEAN')
    await refused(['sentiment'], 'LOWESS', '"sentiment" is TERNARY')
    await expect(adjusted(slice, ['length', 'length'], 'LOWESS')).resolves.toMatchObject({ turned: 0 })
  })

  it('says why it is not known', async () => {
    const pair = { lengths: [1, 2], ages: [3, 3], post: [1, 2], labels: eloquent } as const
    const expectReason = async (found: ReturnType<typeof adjusted>, reason: RegExp) => {
      const { alignment, change, turned } = await found
      const nothing = { mean: null, standardError: null, test: null }
      expect(change).toEqual({ ...nothing, reason: expect.stringMatching(reason) })
      expect(alignment).toMatchObject({ pairs: 0, score: null, reason: change.reason })
      expect(turned).toBe(0)
    }
    const several = of([pair, { ...pair, lengths: [5, 2] }, { ...pair, lengths: [1, 1] }])
    await expectReason(adjusted(several, ['age']), /^age: it never differs between the entries of a pair$/)
    await expectReason(adjusted(several, ['age'], 'LOWESS'), /^age: all entries have the same value$/)
    await expectReason(
      adjusted(several, ['of_no_entry']),
      /^no pair of the slice has of_no_entry on both entries$/,
    )
    await expectReason(
      adjusted(several, ['is_helpful', 'length']),
      /^no pair of the slice has is_helpful on both entries$/,
    )
    await expectReason(adjusted(of([pair], { post: -1 })), /^the dataset has no POST model: /)
    await expectReason(adjusted(of([pair], { labeler: -1 }), ['is_eloquent']), /^the dataset has no labels: /)
    await expectReason(
      adjusted(of([{ ...pair, post: [1, null] }])),
      /^no pair of the slice has both rewards of the POST model/,
    )
    const apart = [
      { ...pair, labels: undefined },
      { ...pair, lengths: undefined },
    ]
    await expectReason(
      adjusted(of(apart), ['is_eloquent', 'length']),
      /^no pair of the slice has both rewards of the POST model and the features on both entries$/,
    )
    await expectReason(adjusted(of([])), /^the dataset has no pairs: /)
  })

  it('has no test where nothing turned, or all pairs are of one prompt', async () => {
    const pairs = plainPairs(adjustedGolden.datasets.single)
    const one = await adjusted(of(pairs.map((pair) => ({ ...pair, group: 1 }))))
    expect(one.turned).toBeGreaterThan(0)
    expect(one.change).toMatchObject({ mean: expect.any(Number), standardError: null, test: null })
    expect(one.change.reason).toMatch(/^all pairs are of one prompt/)
    const far = (rewards: PlainPair['post']) => rewards && ([1000, rewards[1]] as const)
    const same = await adjusted(of(pairs.map((pair) => ({ ...pair, post: far(pair.post) }))))
    expect(same).toMatchObject({
      turned: 0,
      change: { mean: 0, standardError: null, reason: 'all changes of alignment are equal' },
    })
  })
})
