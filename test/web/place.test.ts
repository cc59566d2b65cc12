import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PairFilter } from '../../src/web/generated/documents.ts'
import { changePlace, hrefOf, parsePlace } from '../../src/web/state/place.ts'
import { filter } from '../graphql/hostile.ts'

describe('the address of a place', () => {
  it('leads back to the place', () => {
    fc.assert(
      fc.property(
        filter as fc.Arbitrary<PairFilter>,
        fc.string({ unit: 'grapheme', minLength: 1 }),
        (where, name) => {
          fc.pre(Object.keys(where).length > 0)
          const by = `attribute:${name}`
          const place = {
            ...parsePlace(''),
            where,
            by,
            labeler: name,
            view: 'pairs' as const,
            after: 'cursor',
          }
          // JSON has no −0.
          expect(parsePlace(hrefOf(place))).toEqual(JSON.parse(JSON.stringify(place)))
        },
      ),
    )
  })

  it('is short where nothing was changed', () => {
    expect(hrefOf(parsePlace(''))).toBe('?')
    expect(hrefOf(parsePlace('?view=pairs&where={}'))).toBe('?view=pairs')
  })

  it('begins another list with its first page', () => {
    expect(changePlace(parsePlace('?after=x'), { where: { text: 'a' } }).after).toBe(null)
  })

  it.each(['?where={', '?where=[]', '?where=1'])('%s is refused', (search) => {
    expect(() => parsePlace(search)).toThrow(SyntaxError)
  })
})
