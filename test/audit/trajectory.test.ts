import { expect, it } from 'vitest'
import { checkpointsOf, MOST_CHECKPOINTS } from '../../src/audit/trajectory.ts'

const outlineOf = (count: number) => ({
  models: Array.from({ length: count }, (_, id) => ({
    id,
    name: `m${count - id}`,
    stage: null,
    series: null,
    step: null,
    rewardCount: 0,
  })),
  labelers: [],
  defaults: { pre: -1, post: -1, labeler: -1 },
})

it('a trajectory has so many models at most', () => {
  const most = checkpointsOf(outlineOf(MOST_CHECKPOINTS), {}, -1)
  expect(most).toEqual(Array.from({ length: MOST_CHECKPOINTS }, (_, at) => MOST_CHECKPOINTS - 1 - at))
  const more = outlineOf(MOST_CHECKPOINTS + 1)
  expect(() => checkpointsOf(more, {}, -1)).toThrow(
    'a trajectory has 100 models at most, not 101: name some of them in models',
  )
  expect(checkpointsOf(more, { models: ['m7', 'm6'] }, -1)).toEqual([95, 94])
})

it("a trajectory is of a series that is named, whatever the post model's is", () => {
  const outline = outlineOf(6)
  const models = outline.models.map((model, at) => ({
    ...model,
    series: ['a', 'b', null][at % 3],
    step: -at,
  }))
  const of = (which: Parameters<typeof checkpointsOf>[1], post: number) =>
    checkpointsOf({ ...outline, models }, which, post)
  expect(of({ series: 'b' }, 0)).toEqual([4, 1])
  expect(of({}, 0)).toEqual([3, 0])
  expect(() => of({ series: 'c' }, 0)).toThrow('unknown series "c"; known: a, b')
  expect(() => of({ series: 'a', models: [] }, 0)).toThrow('models and series: give one of them')
})
