import { describe, expect, it } from 'vitest'
import { leftOutNotes, reasonOf, warningNotes } from '../../src/web/choices/choice-notes.ts'
import { type ChoiceTerm, choicesOf } from '../../src/web/choices/choice-rows.ts'
import type { ChoicesQuery } from '../../src/web/generated/documents.ts'

type Audit = NonNullable<ChoicesQuery['dataset']>['audit']
type Estimates = Record<string, number | null>

const choices = (estimates: Estimates, status = 'DROPPED_CONSTANT', reason = 'constant: do this') => ({
  pairs: 10,
  warnings: [],
  terms: Object.entries(estimates).map(([feature, estimate]) => ({
    ...{ feature, title: `the ${feature}`, estimate, adjustedPValue: 1, confidenceInterval: null },
    status: estimate === null ? status : 'ESTIMATED',
    reason: estimate === null ? reason : null,
  })),
})

const amplification = (differences: Record<string, [number | null, number | null]>) => ({
  terms: Object.entries(differences).map(([feature, [difference, adjustedPValue]]) => ({
    ...{ feature, difference, adjustedPValue },
  })),
})

const people = choices({ a: 0.1, b: 0.2, c: 0.3, d: null, e: 0.5 })
const after = choices({ a: 0.2, b: -2, c: 1, d: null, e: null })
const differences = amplification({ a: [0.1, 0.01], b: [-2.2, 0.6], c: [0.7, 0.02], d: [null, null] })

describe('choices of people and models', () => {
  it('begin with what a model makes most of, what may be chance behind it', () => {
    const { rows, leftOut } = choicesOf({ people, before: null, after, amplification: differences } as Audit)
    expect(rows.map(({ feature }) => feature)).toEqual(['c', 'a', 'b', 'e'])
    expect(rows[0]!.terms.after!.estimate).toBe(1)
    expect(leftOutNotes(leftOut)).toEqual(['Left out: the d (the same on both responses of every pair).'])
  })

  it('leave out whom nothing is known of', () => {
    const unscored = choices(
      { a: null, b: null, c: null, d: null, e: null },
      'NOT_ESTIMABLE',
      'there is no model',
    )
    const audit = { people, before: unscored, after, amplification: differences } as Audit
    const { choosers, unknown, rows } = choicesOf(audit)
    expect(choosers).toEqual(['people', 'after'])
    expect(unknown).toEqual({ before: 'there is no model' })
    expect(Object.keys(rows[0]!.terms)).toEqual(['people', 'after'])
  })

  it('say why they are unknown, without the advice of the server', () => {
    const unknown = choices({ a: null }, 'NOT_ESTIMABLE', 'nobody labeled it: npm run label').terms[0]
    expect(reasonOf(unknown as ChoiceTerm)).toBe('nobody labeled it')
    expect(reasonOf(people.terms[0] as ChoiceTerm)).toBe(null)
  })

  it('are warned of once, with whose they are', () => {
    const warned = (...warnings: string[]) => ({ ...people, warnings })
    const audit = { people: warned('few'), before: warned('selected'), after: warned('selected') }
    const names = { people: 'People', before: 'v0', after: 'v1' }
    expect(warningNotes(audit as unknown as Audit, ['people', 'before', 'after'], names)).toEqual([
      ...['People: few.', 'v0; v1: selected.'],
    ])
  })

  it('of people alone have no order but that of the features', () => {
    const audit = { people, before: null, after: null, amplification: null } as Audit
    expect(choicesOf(audit).rows.map(({ feature }) => feature)).toEqual(['a', 'b', 'c', 'e'])
  })
})
