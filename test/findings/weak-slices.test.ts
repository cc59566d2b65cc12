import { describe, expect, it } from 'vitest'
import type { Arguments, Question } from '../../src/audit/questions.ts'
import { percent } from '../../src/domain/words.ts'
import { findings } from '../../src/findings/findings.ts'
import { weakSlices } from '../../src/findings/weak-slices.ts'
import { outlineOf } from '../../src/frame/frame.ts'
import { frameOf, type PlainPair, SOURCES } from '../frame/make-frame.ts'
import { ingestSealSmall, shared } from '../graphql/ask.ts'
import { ask, sliceOf } from '../metrics/asking.ts'

type Share = { score: number; pairs: number }
type Weak = {
  where: string
  alignment: Share
  rest: Share
  difference: number
  adjustedPValue: number | null
}

describe('weak slices', () => {
  const api = shared(ingestSealSmall)
  const audit = async (fields: string, variables: object = {}) =>
    (
      await api.ask(
        `query ($where: PairFilter) { dataset(name: "seal-small") { audit(where: $where) { ${fields} } } }`,
        variables,
      )
    ).dataset.audit
  const SLICES =
    'by key where alignment { score pairs } rest { score pairs } difference pValue adjustedPValue'

  it('are those that their filter selects, worse than the rest, shown ones first', async () => {
    const { weakSlices, alignment } = await audit(`weakSlices(first: 50) { ${SLICES} } alignment { pairs }`)
    expect(weakSlices.length).toBeGreaterThan(5)
    const isShown = ({ adjustedPValue }: Weak) => adjustedPValue !== null && adjustedPValue < 0.05
    const order = weakSlices.map(isShown).map(Number)
    expect(order).toEqual([...order].sort((a, b) => b - a))
    for (const { where, alignment: part, rest, difference } of weakSlices.slice(0, 8) as Weak[]) {
      expect(part.pairs + rest.pairs).toBe(alignment.pairs)
      expect(difference).toBeCloseTo(part.score - rest.score, 12)
      expect(difference).toBeLessThan(0)
      const alone = await audit('alignment { score pairs }', { where: JSON.parse(where) })
      expect(alone.alignment).toEqual(part)
    }
  })

  it('are none of pairs that were selected by rewards', async () => {
    const { weakSlices } = await audit('weakSlices { by }', { where: { regime: ['STAYED_ALIGNED'] } })
    expect(weakSlices).toEqual([])
  })
})

it('are found where a model was made worse', async () => {
  const pairs = Array.from({ length: 120 }, (_, rowId): PlainPair => {
    const isWrong = rowId % 5 === 0 || (rowId % 2 === 1 && rowId % 3 > 0)
    return { rowId, source: SOURCES[rowId % 2], post: isWrong ? [0, 1] : [1, 0] }
  })
  const frame = frameOf(pairs)
  const slice = sliceOf(frame)
  const looking = {
    ...{ dataset: 'made', outline: outlineOf(frame), names: { pre: null, post: 'v1' } },
    ...{ isLabeled: false, isSelectedByRewards: false },
    ask: <Q extends Question>(question: Q, args: Arguments<Q>) => ask(slice, question, args),
  }
  const [worst, ...others] = await weakSlices(looking, 'POST')
  expect(worst).toMatchObject({ by: 'source', key: SOURCES[1], part: { pairs: 60 }, rest: { pairs: 60 } })
  expect(worst.adjustedPValue).toBeLessThan(0.001)
  expect(others.filter(({ difference }) => difference >= 0)).toEqual([])
  const found = await findings(looking)
  expect(found.map(({ kind }) => kind)).toEqual(['ALIGNMENT', 'WEAK_SLICE', 'UNLABELED'])
  const unscored = await findings({ ...looking, names: { pre: null, post: null } })
  expect(unscored.map(({ kind }) => kind)).toEqual([])
  const share = (score: number | null) => percent(score as number)
  expect(found[1].sentence).toBe(
    `It goes wrong most at “source: ${SOURCES[1]}”: there v1 sides with people on ${share(worst.part.score)} of 60 pairs, elsewhere on ${share(worst.rest.score)} (p < 0.001).`,
  )
})

it('are not found beside a few others that happen to be right', async () => {
  const pairs = Array.from({ length: 124 }, (_, rowId): PlainPair => {
    const isFew = rowId >= 120
    // Prompts of two pairs: errors of the few are 0.
    return {
      ...{ rowId, group: rowId >> 1, source: SOURCES[Number(isFew)] },
      post: rowId % 4 < 2 && !isFew ? [0, 1] : [1, 0],
    }
  })
  const frame = frameOf(pairs)
  const slice = sliceOf(frame)
  const found = await weakSlices(
    {
      ...{ dataset: 'made', outline: outlineOf(frame), names: { pre: null, post: 'v1' } },
      ...{ isLabeled: false, isSelectedByRewards: false },
      ask: (question, args) => ask(slice, question, args),
    },
    'POST',
  )
  expect(found).toEqual([])
})

it('are named in one short line', async () => {
  const long = `so "it"\n\u202e${'<b>'.repeat(5000)}`
  const found = async (pairOf: (isWrong: boolean) => Partial<PlainPair>) => {
    const frame = frameOf(
      Array.from({ length: 120 }, (_, rowId): PlainPair => {
        const isWrong = rowId % 2 === 0
        return { rowId, post: isWrong ? [0, 1] : rowId % 3 ? [1, 0] : [0, 1], ...pairOf(isWrong) }
      }),
    )
    const slice = sliceOf(frame)
    const all = await findings({
      ...{ dataset: 'made', outline: outlineOf(frame), names: { pre: null, post: 'v1' } },
      ...{ isLabeled: false, isSelectedByRewards: false },
      ask: (question, args) => ask(slice, question, args),
    })
    return all.find(({ kind }) => kind === 'WEAK_SLICE')?.sentence
  }
  const sentence = await found((isWrong) => ({ subset: isWrong ? long : 'short' }))
  expect(sentence).toMatch(/^It goes wrong most at “subset: so "it" (<b>)+[<b]*…”: there v1 sides/)
  expect(sentence?.length).toBeLessThan(220)
  const range = await found((isWrong) => ({ scores: isWrong ? [0.123456789, 0] : [2 / 3, 0] }))
  expect(range).toContain('“score: 0.123” of the chosen response')
})
