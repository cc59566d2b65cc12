import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Arguments } from '../../../src/audit/questions.ts'
import { PAIR_ORDER_FIELDS, type PairOrder, SORT_DIRECTIONS } from '../../../src/domain/pair-order.ts'
import { angleBetween } from '../../../src/frame/reward-shift.ts'
import type { Page, Place } from '../../../src/pairs/pairs.ts'
import { filters, plainPairs } from '../../frame/arbitraries.ts'
import { frameOf, type PlainPair } from '../../frame/make-frame.ts'
import { ask, rowIdsOf, type Slice, sliceOf } from '../../metrics/asking.ts'

const orders: PairOrder[] = PAIR_ORDER_FIELDS.flatMap((by) =>
  SORT_DIRECTIONS.map((direction) => ({ by, direction })),
)
const named = orders.map((order) => [`${order.by} ${order.direction}`, order] as const)

const marginOf = (rewards: PlainPair['pre']) =>
  rewards && rewards[0] !== null && rewards[1] !== null ? rewards[0] - rewards[1] : null

const valueOfPair = (pair: PlainPair, by: PairOrder['by']): number | null => {
  if (by === 'ROW_ID') return pair.rowId
  const [before, after] = [marginOf(pair.pre), marginOf(pair.post)]
  if (by === 'PRE_MARGIN') return before
  if (by === 'POST_MARGIN') return after
  if (before === null || after === null) return null
  if (by === 'MARGIN_CHANGE') return after - before
  const angle = angleBetween(...(pair.pre as [number, number]), ...(pair.post as [number, number]))
  return Number.isNaN(angle) ? null : angle
}

/** All places in their order: those with a value by it, then those without; ties by row id. */
const sorted = (pairs: readonly PlainPair[], { by, direction }: PairOrder): Place[] => {
  const places = pairs
    .map((pair) => ({ value: valueOfPair(pair, by), rowId: pair.rowId }))
    .toSorted((a, b) => a.rowId - b.rowId)
  const valued = places.filter(({ value }) => value !== null)
  const sign = direction === 'ASC' ? 1 : -1
  // toSorted is stable: ties stay by row id.
  const inOrder = valued.toSorted((a, b) => sign * (a.value! - b.value!))
  return [...inOrder, ...places.filter(({ value }) => value === null)]
}

const rowIds = ({ places }: Pick<Page, 'places'>) => places.map(({ rowId }) => rowId)

/** A cursor goes to the client and back. */
const cursor = (place: Place): Place => JSON.parse(JSON.stringify(place))

type PageRequest = Arguments<'page'>
const page = (slice: Slice, request: PageRequest) => ask(slice, 'page', request)
const request = (order: PairOrder, rest: Partial<PageRequest>): PageRequest => ({
  order,
  limit: 100,
  backwards: false,
  after: null,
  before: null,
  ...rest,
})

/** All pages of a slice, one behind the other (or in front of it). */
const walk = async (slice: Slice, order: PairOrder, limit: number, backwards: boolean): Promise<Page[]> => {
  const pages: Page[] = []
  let more = true
  while (more) {
    const last = pages.at(-1)?.places
    const from = last?.at(backwards ? 0 : -1)
    const edge = from ? { [backwards ? 'before' : 'after']: cursor(from) } : {}
    const next = await page(slice, request(order, { limit, backwards, ...edge }))
    pages.push(next)
    more = backwards ? next.hasPreviousPage : next.hasNextPage
    if (pages.length > 50) throw new Error('the walk has no end')
  }
  return pages
}

describe('page', () => {
  it.each(named)('%s: one page that takes all has the order', async (_, order) => {
    await fc.assert(
      fc.asyncProperty(plainPairs, async (pairs) => {
        const found = await page(sliceOf(frameOf(pairs)), request(order, {}))
        expect(rowIds(found)).toEqual(rowIds({ places: sorted(pairs, order) }))
        expect(found.places.map(cursor)).toEqual(sorted(pairs, order).map(cursor))
        expect([found.hasNextPage, found.hasPreviousPage]).toEqual([false, false])
      }),
    )
  })

  it.each(named)('%s: walking forwards and backwards meets every row once', async (_, order) => {
    await fc.assert(
      fc.asyncProperty(
        plainPairs,
        fc.integer({ min: 1, max: 5 }),
        fc.boolean(),
        async (pairs, limit, backwards) => {
          const pages = await walk(sliceOf(frameOf(pairs)), order, limit, backwards)
          const inOrder = backwards ? pages.toReversed() : pages
          expect(inOrder.flatMap(rowIds)).toEqual(rowIds({ places: sorted(pairs, order) }))
          expect(pages).toHaveLength(Math.max(1, Math.ceil(pairs.length / limit)))
          inOrder.forEach((one, index) => {
            expect(one.hasPreviousPage).toBe(index > 0)
            expect(one.hasNextPage).toBe(index < inOrder.length - 1)
            if (backwards ? index > 0 : index < inOrder.length - 1) expect(one.places).toHaveLength(limit)
          })
        },
      ),
    )
  })

  it.each(named)(
    '%s: any window between two places, whether or not these are in the slice',
    async (_, order) => {
      const picks = fc.record({
        after: fc.option(fc.nat()),
        before: fc.option(fc.nat()),
        limit: fc.integer({ min: 0, max: 6 }),
        backwards: fc.boolean(),
      })
      await fc.assert(
        fc.asyncProperty(
          plainPairs,
          filters,
          picks,
          async (pairs, where, { limit, backwards, ...picked }) => {
            const all = sorted(pairs, order)
            const at = (pick: number | null) => (pick === null || all.length === 0 ? null : pick % all.length)
            const [after, before] = [at(picked.after), at(picked.before)]
            const slice = sliceOf(frameOf(pairs), where)
            const inSlice = new Set(rowIdsOf(slice))
            const kept = all
              .map((place, index) => ({ place, index }))
              .filter(({ place }) => inSlice.has(place.rowId))
            const behind = kept.filter(({ index }) => after !== null && index <= after)
            const window = kept.filter(
              (one) => !behind.includes(one) && (before === null || one.index < before),
            )
            const taken = backwards
              ? window.slice(Math.max(0, window.length - limit))
              : window.slice(0, limit)
            const ahead = kept.length - behind.length - window.length
            const found = await page(
              slice,
              request(order, {
                limit,
                backwards,
                after: after === null ? null : cursor(all[after]),
                before: before === null ? null : cursor(all[before]),
              }),
            )
            expect(rowIds(found)).toEqual(taken.map(({ place }) => place.rowId))
            const more = window.length > limit
            expect(found.hasNextPage).toBe(ahead > 0 || (more && !backwards))
            expect(found.hasPreviousPage).toBe(behind.length > 0 || (more && backwards))
          },
        ),
        { numRuns: 200 },
      )
    },
  )

  it.each(SORT_DIRECTIONS)('what has no value comes last, %s, and ties go by row id', async (direction) => {
    const slice = sliceOf(
      frameOf([
        { rowId: 1, pre: [1, null] },
        { rowId: 2, pre: [3, 1] },
        { rowId: 3 },
        { rowId: 4, pre: [2, 0] },
        { rowId: 5, pre: [0, 5] },
      ]),
    )
    const found = await page(slice, request({ by: 'PRE_MARGIN', direction }, {}))
    expect(rowIds(found)).toEqual(direction === 'ASC' ? [5, 2, 4, 1, 3] : [2, 4, 5, 1, 3])
    expect(found.places.slice(-2).map(({ value }) => value)).toEqual([null, null])
    const post = await page(slice, request({ by: 'POST_MARGIN', direction }, { limit: 2 }))
    expect(post).toEqual({
      places: [
        { value: null, rowId: 1 },
        { value: null, rowId: 2 },
      ],
      hasNextPage: true,
      hasPreviousPage: false,
    })
  })

  it.each(named)('%s: a margin beyond the range of numbers is none, on every page', async (_, order) => {
    const far = 1.7e308
    const pairs: PlainPair[] = [3, 1, 2, 5, 4].map((rowId) => ({
      rowId,
      pre: [rowId % 2 === 0 ? far : -far, rowId % 2 === 0 ? -far : far],
      post: rowId > 3 ? [1, 0] : [far, -far],
    }))
    const slice = sliceOf(frameOf(pairs))
    for (const backwards of [false, true]) {
      const pages = await walk(slice, order, 2, backwards)
      const met = (backwards ? pages.toReversed() : pages).flatMap(rowIds)
      expect(met).toEqual(rowIds(await page(slice, request(order, {}))))
      expect(met.toSorted()).toEqual([1, 2, 3, 4, 5])
    }
  })

  it('a cursor stays where it is when its pair leaves the slice and others come', async () => {
    const order: PairOrder = { by: 'POST_MARGIN', direction: 'DESC' }
    const pairs = Array.from({ length: 6 }, (_, rowId) => ({ rowId, post: [6 - rowId, 0] as const }))
    const first = await page(sliceOf(frameOf(pairs)), request(order, { limit: 3 }))
    expect(rowIds(first)).toEqual([0, 1, 2])
    const changed = [...pairs.filter(({ rowId }) => rowId !== 2), { rowId: 9, post: [4, 0] as const }]
    const next = await page(sliceOf(frameOf(changed)), request(order, { limit: 2, after: first.places[2] }))
    // Row 9 has the value of the row that left, and comes behind it by its id.
    expect(rowIds(next)).toEqual([9, 3])
    expect([next.hasPreviousPage, next.hasNextPage]).toEqual([true, true])
  })
})
