import { describe, expect, it } from 'vitest'
import { chosenSeries, seriesOf } from '../../src/web/views/models/series.ts'

const model = (name: string, series: string | null, step: number | null) => ({
  ...{ name, series, step },
  stage: 'POST' as const,
})
const MODELS = [
  model('late', 'run', 20),
  model('early', 'run', 3),
  model('alone', 'other', 1),
  model('rival', null, null),
]

describe('training runs', () => {
  it('have several checkpoints, by step', () => {
    expect(seriesOf({ rewardModels: MODELS })).toEqual([{ name: 'run', models: ['early', 'late'] }])
  })

  it('may have no name, where models have steps alone', () => {
    const rewardModels = [model('b', null, 2), model('a', null, 1), ...MODELS]
    expect(seriesOf({ rewardModels }).map(({ name }) => name)).toEqual([null, 'run'])
  })

  it('are shown by name, else as the model after training says', () => {
    const runs = ['a', 'b', 'c'].map((name) => ({ name, models: [`${name}1`, `${name}2`] }))
    expect(chosenSeries(runs, 'b', 'c1')?.name).toBe('b')
    expect(chosenSeries(runs, null, 'c1')?.name).toBe('c')
    expect(chosenSeries(runs, 'gone', 'rival')?.name).toBe('a')
    expect(chosenSeries([], null, null)).toBeUndefined()
  })
})
