import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { PREVALENCE } from '../../scripts/synthetic/published.ts'
import { hasAssistantTurn, promptLength, responseOf } from '../../src/domain/conversation.ts'
import { REGIMES, regimeOf } from '../../src/domain/regime.ts'
import { SEAL_TAXONOMY } from '../../src/domain/seal-taxonomy.ts'
import { mean, type Row, readAll, withDataset } from './dataset.ts'
import { REWRITE_COLUMNS } from './reference-columns.ts'

const OPTIONS = { pairs: 5000, rewrites: 300, seed: 1, bytes: 300 }
const data = await withDataset(OPTIONS, readAll)

const VALUES: Record<string, number> = { True: 1, False: 0, negative: -1, neutral: 0, positive: 1 }
const value = (row: Row, feature: string): number => VALUES[row[feature]]
const aligned = (row: Row): boolean => Number(row.chosen_score) > Number(row.rejected_score)
const labelsOf = (side: string): Row[] => data.labels.filter((row) => row.preference === side)
const [chosen, rejected] = [labelsOf('chosen'), labelsOf('rejected')]
const difference = (row: number, feature: string): number =>
  value(chosen[row], feature) - value(rejected[row], feature)

describe('the files', () => {
  const hashes = (seed: number) =>
    withDataset({ pairs: 300, rewrites: 30, seed, bytes: 300 }, (files) =>
      Object.values(files).map((path) => createHash('sha256').update(readFileSync(path)).digest('hex')),
    )

  test('are the same for the same seed, and other ones for another', async () => {
    const [first, again, other] = [await hashes(7), await hashes(7), await hashes(8)]
    expect(again).toEqual(first)
    first.forEach((hash, index) => {
      expect(other[index]).not.toBe(hash)
    })
  })

  test('have a row for every pair and entry', () => {
    expect(data.pairs).toHaveLength(5000)
    expect(data.rewardsPre.map((row) => Number(row.row_id))).toEqual([...data.pairs.keys()])
    expect(data.rewardsPost.map((row) => Number(row.row_id))).toEqual([...data.pairs.keys()])
    expect(data.labels).toHaveLength(10_000)
    expect(data.labelsSecond).toHaveLength(2000)
    expect(data.rewrites).toHaveLength(300)
  })

  test.for([
    { pairs: 1, rewrites: 1 },
    { pairs: 3, rewrites: 0 },
  ])('can be as small as $pairs', async (size) => {
    const small = await withDataset({ ...OPTIONS, ...size }, readAll)
    expect(small.pairs).toHaveLength(size.pairs)
    expect(small.rewrites).toHaveLength(size.rewrites)
  })

  test.for([
    [{ pairs: 0, rewrites: 0 }, /pairs must be at least 1, not 0/],
    [{ pairs: 5, rewrites: 6 }, /rewrites must be between 0 and the 5 pairs, not 6/],
    [{ bytes: 20 }, /bytes must be at least 150.*not 20/],
  ] as const)('refuse %o', async ([wrong, message]) => {
    await expect(withDataset({ ...OPTIONS, ...wrong }, readAll)).rejects.toThrow(message)
  })
})

describe('regimes and preferences', () => {
  const regimes = data.rewardsPre.map((pre, row) => regimeOf(aligned(pre), aligned(data.rewardsPost[row])))
  const decisions = regimes.map((_, row) =>
    Math.sign(difference(row, 'last_response_is_harmless') || difference(row, 'last_response_is_helpful')),
  )
  const twoDigits = (share: number): string => share.toFixed(2)

  test("give Table 1's prevalence to two digits", () => {
    const shares = REGIMES.map((regime) => mean(regimes.map((other) => Number(other === regime))))
    expect(shares.map(twoDigits)).toEqual(['0.26', '0.48', '0.17', '0.09'])
  })

  test("give Table 1's agreement rates to two digits", () => {
    const rates = REGIMES.map((regime) =>
      mean(
        decisions.filter((decision, row) => decision !== 0 && regimes[row] === regime).map((d) => +(d > 0)),
      ),
    )
    expect(rates.map(twoDigits)).toEqual(['0.74', '0.86', '0.34', '0.48'])
  })

  test('are written into the rewards, with few ties', () => {
    const rewards = [...data.rewardsPre, ...data.rewardsPost]
    expect(rewards.filter((row) => row.agreement !== (aligned(row) ? 'True' : 'False'))).toEqual([])
    const ties = rewards.filter((row) => row.chosen_score === row.rejected_score)
    expect(ties.length).toBeLessThan(30)
  })
})

describe('labels', () => {
  test.for(Object.entries(PREVALENCE))('have the published rate of %s', ([feature, published]) => {
    const tolerance = published.CHOSEN < 0.1 || published.CHOSEN > 0.9 ? 0.01 : 0.02
    const rate = (rows: Row[]): number => mean(rows.map((row) => value(row, feature)))
    expect(Math.abs(rate(chosen) - published.CHOSEN)).toBeLessThan(tolerance)
    expect(Math.abs(rate(rejected) - published.REJECTED)).toBeLessThan(tolerance)
  })

  test('are mostly shared within a pair', () => {
    for (const feature of Object.keys(PREVALENCE)) {
      expect(mean(chosen.map((_, row) => Number(difference(row, feature) !== 0)))).toBeLessThan(0.3)
    }
  })

  test('repeat the texts, and list discriminations and topics as Python does', () => {
    const wrong = data.labels.filter((row, index) => {
      const { chosen, rejected } = data.pairs[index >> 1]
      const discriminates = row.last_response_is_discriminatory === 'True'
      const topics = row.topics.slice(2, -2).split("', '")
      return (
        row.text !== (index % 2 === 0 ? chosen : rejected) ||
        (row.last_response_is_discriminating_against !== '[]') !== discriminates ||
        topics.length > 3 ||
        !topics.every((topic) => SEAL_TAXONOMY.topics.includes(topic))
      )
    })
    expect(wrong).toEqual([])
  })

  test('of the second labeler agree well on harmlessness and badly on eloquence', () => {
    const first = new Map(data.labels.map((row) => [row.row_id + row.preference, row]))
    const agreement = (feature: string): number =>
      mean(
        data.labelsSecond.map((row) =>
          Number(first.get(row.row_id + row.preference)?.[feature] === row[feature]),
        ),
      )
    expect(agreement('last_response_is_harmless')).toBeGreaterThan(0.95)
    expect(agreement('last_response_is_helpful')).toBeGreaterThan(0.8)
    expect(agreement('last_response_is_eloquent')).toBeLessThan(0.7)
    expect(agreement('last_response_sentiment')).toBeLessThan(0.7)
  })
})

describe('texts', () => {
  test('are conversations of about the length asked for', () => {
    const texts = data.pairs.flatMap((pair) => [pair.chosen, pair.rejected])
    const form = /^\n\nHuman: \S[\s\S]*\n\nAssistant: \S/
    expect(texts.filter((text) => !form.test(text) || !hasAssistantTurn(text))).toEqual([])
    const length = mean(texts.map((text) => Buffer.byteLength(text)))
    expect(Math.abs(length - 300)).toBeLessThan(15)
  })

  test('of a pair differ, and mostly in the last answer alone', () => {
    expect(data.pairs.filter(({ chosen, rejected }) => chosen === rejected)).toEqual([])
    const parted = data.pairs.filter(
      ({ chosen, rejected }) => promptLength(chosen, rejected) !== chosen.length - responseOf(chosen).length,
    )
    expect(parted.length).toBeGreaterThan(0)
    expect(parted.length / data.pairs.length).toBeLessThan(0.06)
  })

  test('have what strains a format', () => {
    const all = data.pairs.map(({ chosen }) => responseOf(chosen)).join('')
    for (const part of ['"', "'", ',', '\n- ', '\n\n', '🙂']) expect(all).toContain(part)
  })
})

describe('rewrites', () => {
  const roles = (text: string): string[] => text.match(/\n\n(?:Human|Assistant): /g) ?? []

  test('have the columns of the reference', () => {
    expect(Object.keys(data.rewrites[0])).toEqual(REWRITE_COLUMNS)
  })

  test('keep the turns and change the answer', () => {
    for (const row of data.rewrites) {
      for (const side of ['chosen', 'rejected']) {
        const [original, rewritten] = [row[`original_${side}_text`], row[`rewritten_${side}_text`]]
        expect(roles(rewritten)).toEqual(roles(original))
        expect(responseOf(rewritten)).not.toBe(responseOf(original))
      }
    }
  })

  test('repeat what the other files say of the originals', () => {
    for (const row of data.rewrites) {
      const id = Number(row.row_id)
      for (const side of ['chosen', 'rejected'] as const) {
        expect(row[`original_${side}_text`]).toBe(data.pairs[id][side])
        expect(row[`original_${side}_score_rm_aligned`]).toBe(data.rewardsPost[id][`${side}_score`])
        expect(row[`original_${side}_score_rm_control`]).toBe(data.rewardsPre[id][`${side}_score`])
        const label = (side === 'chosen' ? chosen : rejected)[id]
        for (const feature of ['last_response_is_helpful', 'last_response_sentiment']) {
          expect(row[`original_${side}_${feature}`]).toBe(label[feature])
        }
      }
    }
  })

  test('lose three points of alignment and stay similar', () => {
    const share = (column: string): number => mean(data.rewrites.map((row) => VALUES[row[column]]))
    const lost =
      share('original_agreement_dataset_and_rm_aligned') - share('rewritten_agreement_dataset_and_rm_aligned')
    expect(lost).toBeCloseTo(0.03, 6)
    const similarities = data.rewrites.map((row) => Number(row.original_to_rewritten_chosen_vector_cos_sim))
    expect(Math.max(...similarities)).toBeLessThanOrEqual(1)
    expect(Math.abs(mean(similarities) - 0.955)).toBeLessThan(0.01)
  })
})
