import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Outcome } from '../../src/web/generated/documents.ts'
import { boundsOf, isShare, placeOf } from '../../src/web/views/objectives/asked.ts'
import { exampleFile } from '../../src/web/views/objectives/example-file.ts'
import { headlineOf, worstFirst } from '../../src/web/views/objectives/outcomes.ts'

const judged = (...outcomes: Outcome[]) => outcomes.map((outcome, at) => ({ outcome, name: `${at}` }))

describe('verdicts', () => {
  it('begin with what fails', () => {
    const sorted = worstFirst(judged('PASS', 'INCONCLUSIVE', 'FAIL', 'PASS', 'FAIL'))
    expect(sorted.map(({ name }) => name)).toEqual(['2', '4', '1', '0', '3'])
  })

  it('are counted in the headline', () => {
    expect(headlineOf(judged('PASS', 'FAIL', 'PASS'))).toBe('1 of 3 fails')
    expect(headlineOf(judged('FAIL', 'FAIL', 'INCONCLUSIVE'))).toBe('2 of 3 fail; of 1 the data can’t tell')
    expect(headlineOf(judged('PASS', 'INCONCLUSIVE'))).toBe('None of 2 fails; of 1 the data can’t tell')
    expect(headlineOf(judged('PASS', 'PASS'))).toBe('All 2 hold')
  })
})

describe('an objective', () => {
  it('has the bounds that its number is held against', () => {
    const metric = 'ALIGNMENT'
    expect(boundsOf({ metric, atLeast: 0.6, atMost: null })).toEqual([0.6])
    expect(boundsOf({ metric, within: { lower: -0.2, upper: 0 } })).toEqual([-0.2, 0])
    expect(boundsOf({ metric, noWorseThan: { margin: 0.02 } })).toEqual([-0.02])
  })

  it('leads to its slice, its models and its term', () => {
    const where = { text: 'tea' }
    expect(placeOf({ metric: 'ALIGNMENT', post: 'a' })).toEqual({
      ...{ post: 'a', where: null, view: 'overview' },
    })
    expect(placeOf({ metric: 'IMPRINT', feature: 'length', where, labeler: null })).toEqual({
      ...{ where, view: 'terms', regression: 'imprints', feature: 'length' },
    })
    expect([isShare({ metric: 'WORST_SLICE' }), isShare({ metric: 'MEAN_SHIFT' })]).toEqual([true, false])
  })
})

describe('the example of a file of objectives', () => {
  const feature = (name: string, source: 'LABELER' | 'TEXT') => ({
    ...{ name, source, title: `“${name}”: #`, unit: null, inRegressions: true },
    kind: source === 'TEXT' ? ('NUMERIC' as const) : ('BOOLEAN' as const),
  })
  const dataset = {
    name: "it's: #1",
    features: [feature('is_harmless', 'LABELER'), feature('length_characters', 'TEXT')],
    labelers: [],
  }

  it('is YAML whatever things are called, of what the dataset has', () => {
    const { dataset: name, objectives } = parse(exampleFile(dataset, { pre: 'a: b', post: 'p' }))
    expect(name).toBe(dataset.name)
    expect(objectives.map(({ metric, feature }: Record<string, string>) => [metric, feature])).toEqual([
      ['ALIGNMENT', undefined],
      ['ALIGNMENT', undefined],
      ['IMPRINT', 'length_characters'],
      ['WORST_SLICE', undefined],
    ])
    expect(objectives[1].noWorseThan.post).toBe('a: b')
  })

  it('is of what there is', () => {
    const bare = parse(
      exampleFile({ ...dataset, features: [dataset.features[0]!] }, { pre: 'a', post: null }),
    )
    expect(bare.objectives).toEqual([
      { name: 'sides with people', metric: 'ALIGNMENT', stage: 'PRE', atLeast: 0.6 },
    ])
  })
})
