import { describe, expect, it } from 'vitest'
import { labelerIndex, modelIndex, subjectOf } from '../../src/audit/subject.ts'
import { NotFound } from '../../src/domain/errors.ts'
import { frameOf } from '../frame/make-frame.ts'

describe('subjectOf', () => {
  const frame = frameOf([])

  it("takes names, and the dataset's own where there is none", () => {
    expect(subjectOf(frame, {})).toEqual({ pre: 0, post: 1, labeler: 0 })
    expect(subjectOf(frame, { pre: null, post: 'pre', labeler: 'second' })).toEqual({
      pre: 0,
      post: 0,
      labeler: 1,
    })
    const bare = { ...frame, models: [], labelers: [], defaults: { pre: -1, post: -1, labeler: -1 } }
    expect(subjectOf(bare, {})).toEqual({ pre: -1, post: -1, labeler: -1 })
  })

  it('lists what there is for an unknown name', () => {
    expect(() => modelIndex(frame, 'x', 0)).toThrow(new NotFound('reward model', 'x', ['pre', 'post']))
    expect(() => labelerIndex(frame, '', 0)).toThrow(new NotFound('labeler', '', ['first', 'second']))
    expect(() => subjectOf(frame, { post: 'x' })).toThrow('unknown reward model "x"; known: pre, post')
  })
})
