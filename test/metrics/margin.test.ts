import { expect, it } from 'vitest'
import { frameOf } from '../frame/make-frame.ts'
import { ask, sliceOf } from './asking.ts'
it('margin', async () => {
  const frame = frameOf([{ rowId: 1, post: [3, 1] }, { rowId: 2, post: [1, 5] }])
  expect(await ask(sliceOf(frame), 'margin', { stage: 'POST' })).toEqual({ pairs: 2, mean: -1, median: -1, reason: null })
})
