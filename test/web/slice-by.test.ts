import { describe, expect, it } from 'vitest'
import { promptsAndTies } from '../../src/web/format/counts.ts'
import { cuttingsOf, defaultBy, sliceBy, sliceTitle } from '../../src/web/slice/slice-by.ts'
import type { Dataset } from '../../src/web/state/page-context.ts'

const feature = (name: string, source: 'LABELER' | 'TEXT') =>
  ({ name, title: name, source, kind: 'NUMERIC', unit: null, inRegressions: false }) as const
const dataset = {
  features: [feature('is_harmless', 'LABELER'), feature('length_words', 'TEXT')],
  labelers: [],
  rewardModels: [{ name: 'm', stage: 'POST' }],
} as unknown as Dataset

describe('what pairs are cut by', () => {
  it('is a dimension, a feature or an attribute, whatever it is called', () => {
    expect(sliceBy('SUBSET', 'CHOSEN')).toEqual({ dimension: 'SUBSET' })
    expect(sliceBy('feature:length_words', 'REJECTED')).toEqual({
      feature: 'length_words',
      scope: 'REJECTED',
    })
    expect(sliceBy('attribute:a:b\n', 'EITHER')).toEqual({ attribute: 'a:b\n', scope: 'EITHER' })
  })

  it('is meant of the entries that it can be of', () => {
    const attributes = [
      { name: 'source', scope: 'PAIR', kind: 'TEXT' },
      { name: 'model', scope: 'ENTRY', kind: 'TEXT' },
      { name: 'rating', scope: 'ENTRY', kind: 'NUMBER' },
    ] as const
    const { Attributes, Measures, Labels } = cuttingsOf(dataset, { attributes, namedSlices: [] })
    expect([...Attributes, ...Measures, ...Labels].map(({ by, scopes }) => [by, scopes.length])).toEqual([
      ['attribute:source', 0],
      ['attribute:model', 4],
      ['attribute:rating', 2],
      ['feature:length_words', 2],
      ['feature:is_harmless', 4],
    ])
  })

  it('is a named slice where there are some', () => {
    const pairsOf = (...namedSlices: object[]) =>
      cuttingsOf(dataset, { attributes: [], namedSlices }).Pairs.map(({ title }) => title)
    expect(pairsOf()).toEqual(['topic', 'subset', 'discrimination'])
    expect(pairsOf({})).toEqual(['topic', 'subset', 'discrimination', 'named slice'])
  })

  it('is a measure where there are rewards and no labels, else the topic', () => {
    expect(defaultBy(dataset)).toBe('feature:length_words')
    expect(defaultBy({ ...dataset, labelers: [{ name: 'l' }] })).toBe('TOPIC')
    expect(defaultBy({ ...dataset, rewardModels: [] })).toBe('TOPIC')
  })

  it.each([
    ['web', { attribute: { name: 'source', in: ['web'] } }, 'web'],
    ['', { attribute: { name: 'source', in: [''] } }, '(empty)'],
    ['0.1 to 0.3', { attribute: { name: 'a', gte: 0.1, lte: 1 / 3 } }, '0.1 to 0.3333'],
    ['7', { measure: { feature: 'm', gte: 7, lte: 7 } }, '7'],
    ['1', { feature: { name: 'is_harmless', values: [1] } }, 'yes'],
    ['0', { measure: { feature: 'hedges', gte: 0, lte: 0 } }, 'no'],
    ['-1', { feature: { name: 'sentiment', values: [-1] } }, 'negative'],
  ])('calls %j by %j', (key, where, title) => {
    const features = [
      { name: 'is_harmless', kind: 'BOOLEAN' },
      { name: 'hedges', kind: 'BOOLEAN' },
      { name: 'sentiment', kind: 'TERNARY' },
    ] as Dataset['features']
    expect(sliceTitle(key, where, { features })).toBe(title)
  })
})

describe('prompts and ties', () => {
  it.each([
    [{ pairs: 4, prompts: 4, ties: 0 }, []],
    [{ pairs: 4, prompts: 5, ties: 1 }, ['1 tie']],
    [{ pairs: 14298, prompts: 2648, ties: 212 }, ['2,648 prompts', '212 ties']],
  ])('of %j: %j', (counts, words) => {
    expect(promptsAndTies(counts)).toEqual(words)
  })
})
