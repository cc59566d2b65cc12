import { expect, it } from 'vitest'
import { sliceWords } from '../../src/audit/slice-words.ts'

it.each([
  [{ gte: 0.5 }, 'at least 0.5°'],
  [{ lte: -90 }, 'at most -90°'],
  [{ gte: -90, lte: 90 }, 'from -90° to 90°'],
  [{ gte: 0, lte: 0 }, 'from 0° to 0°'],
  [{}, 'known'],
])('a range %o in words', (rewardShift, words) => {
  expect(sliceWords({ rewardShift })).toBe(`reward shift ${words}`)
})

it('names what a range is of', () => {
  expect(sliceWords({ margin: { stage: 'PRE', gte: 1 }, rowId: { lte: 9 } })).toBe(
    'row id at most 9 and pre margin at least 1',
  )
  expect(sliceWords({ reward: { stage: 'POST', side: 'REJECTED', lte: 2 } })).toBe(
    'post reward at most 2 on the rejected entry',
  )
})
