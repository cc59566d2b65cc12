import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SIDES } from '../../../src/domain/side.ts'
import { select } from '../../../src/pairs/columns/condition.ts'
import { pairsOf } from '../../../src/pairs/columns/pairs.ts'
import { spaceOfFrame } from '../../../src/pairs/columns/spaces.ts'
import type { Pairs } from '../../../src/pairs/pairs.ts'
import { alignedBy, type Condition, marginOf, preferenceOf, shiftOf } from '../../../src/pairs/terms.ts'
import { plainPairs } from '../../frame/arbitraries.ts'
import { frameOf, type PlainPair } from '../../frame/make-frame.ts'

const pairsWith = (pairs: readonly PlainPair[], where: Condition | null = null): Pairs => {
  const space = spaceOfFrame(frameOf(pairs))
  return pairsOf({ space, rows: select(space, where) })
}

/** Everything that can be asked of pairs without regard to rewriting. */
const allOf = async (pairs: Pairs) => {
  const margin = marginOf(0)
  const request = {
    by: margin,
    direction: 'ASC',
    limit: 5,
    backwards: false,
    after: null,
    before: null,
  } as const
  const somewhere: Condition = {
    any: [{ subsets: ['a'] }, { rowIds: [1, 5, 12] }, { list: 'topics', labeler: 0, names: ['Arts'] }],
  }
  const rowIds = async () => {
    const { space, rows } = await pairs.rows({ start: 1, limit: 3 })
    return Array.from(rows, (row) => space.rowIds[row])
  }
  return {
    size: await pairs.size(),
    cells: (await pairs.count([alignedBy(1), preferenceOf(0)])).map(({ codes, pairs }) => [codes, pairs]),
    bins: await pairs.bins([{ of: margin, bins: 3 }], somewhere),
    summary: await pairs.summary([{ term: { number: 'ROW_ID' }, where: somewhere }, { term: margin }]),
    angles: await pairs.angles(shiftOf(0, 1), somewhere),
    joint: await pairs.joint([
      SIDES.map((side) => ({ labeler: 0, side, version: 'ORIGINAL' as const })) as never,
    ]),
    topics: await pairs.names('topics', 0),
    discriminations: await pairs.names('discriminations', 0),
    subsets: await pairs.subsets(),
    page: await pairs.page(request),
    rows: await rowIds(),
  }
}

describe('pairs that were rewritten', () => {
  it('have what the same pairs have, of the originals', async () => {
    await fc.assert(
      fc.asyncProperty(plainPairs, async (pairs) => {
        const rewritten = await pairsWith(pairs).rewrittenBy(0)
        const same = pairsWith(pairs, { code: { code: 'REWRITTEN' }, isOneOf: [1] })
        expect(await allOf(rewritten)).toEqual(await allOf(same))
      }),
    )
  })
})
