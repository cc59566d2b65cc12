import { expect, it } from 'vitest'
import { findings } from '../../src/findings/findings.ts'
import { outlineOf } from '../../src/frame/frame.ts'
import { frameOf, type PlainPair } from '../frame/make-frame.ts'
import { ask, sliceOf } from '../metrics/asking.ts'

/** Kinds of what is found of a model that likes length, where pairs are of some prompts. */
const kindsOf = async (prompts: number) => {
  const frame = frameOf(
    Array.from({ length: 200 }, (_, rowId): PlainPair => {
      const longer = Math.sin(12.9898 * (rowId + 1)) * 4
      return {
        ...{ rowId, group: rowId % prompts, lengths: [10 + longer, 10] },
        post: rowId % 5 === 0 ? [0, longer] : [longer, 0],
      }
    }),
  )
  const slice = sliceOf(frame, null, { labeler: -1 })
  const found = await findings({
    ...{ dataset: 'made', outline: outlineOf(frame), names: { pre: null, post: 'v1' } },
    ...{ isLabeled: false, isSelectedByRewards: false },
    ask: (question, args) => ask(slice, question, args),
  })
  return found.map(({ kind }) => kind)
}

it('says nothing of what a model makes more of than people on a few prompts, whose errors are too small', async () => {
  expect(await kindsOf(200)).toContain('AMPLIFIED')
  expect(await kindsOf(20)).toContain('AMPLIFIED')
  expect(await kindsOf(4)).not.toContain('AMPLIFIED')
})
