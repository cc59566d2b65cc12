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
  const most = checkpointsOf(outlineOf(MOST_CHECKPOINTS), null, -1)
  expect(most).toEqual(Array.from({ length: MOST_CHECKPOINTS }, (_, at) => MOST_CHECKPOINTS - 1 - at))
  const more = outlineOf(MOST_CHECKPOINTS + 1)
  expect(() => checkpointsOf(more, null, -1)).toThrow(
    'a trajectory has 100 models at most, not 101: name some of them in models',
  )
  expect(checkpointsOf(more, ['m7', 'm6'], -1)).toEqual([95, 94])
})
