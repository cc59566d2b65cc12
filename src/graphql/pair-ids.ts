import type { PairFilter } from '../audit/pair-filter.ts'
import { NotFound } from '../domain/errors.ts'
import { whyUnstorable } from '../domain/storable.ts'
import type { Prisma } from '../store/prisma.ts'

/** Of which a message lists some. */
const SHOWN = 5
/** Ids of a statement. */
const PART = 500

/** The rows of pairs by their ids. @throws NotFound for an id that no pair has */
export const rowsOfPairIds = async (
  prisma: Prisma,
  datasetId: number,
  pairIds: readonly string[],
): Promise<Map<string, number>> => {
  const wanted = [...new Set(pairIds)]
  const found = new Map<string, number>()
  const askable = wanted.filter((id) => whyUnstorable(id) === null)
  for (let start = 0; start < askable.length; start += PART) {
    const where = { datasetId, pairId: { in: askable.slice(start, start + PART) } }
    for (const pair of await prisma.pair.findMany({ where, select: { pairId: true, rowId: true } }))
      found.set(pair.pairId as string, pair.rowId)
  }
  const unknown = wanted.find((id) => !found.has(id))
  if (unknown === undefined) return found
  const some = await prisma.pair.findMany({
    where: { datasetId, pairId: { not: null } },
    select: { pairId: true },
    orderBy: { rowId: 'asc' },
    take: SHOWN + 1,
  })
  const known = some.slice(0, SHOWN).map(({ pairId }) => `${pairId}`)
  throw new NotFound('pair id', unknown, some.length > SHOWN ? [...known, '…'] : known)
}

/** A filter that knows which rows the pairs are that it names. @throws NotFound for an id that no pair has */
export const identified = async (
  prisma: Prisma,
  datasetId: number,
  filter: PairFilter,
): Promise<PairFilter> => {
  const all = async (filters: readonly PairFilter[]) => {
    const known: PairFilter[] = []
    for (const one of filters) known.push(await identified(prisma, datasetId, one))
    return known
  }
  const { and, or, not, pairId } = filter
  return {
    ...filter,
    ...(and ? { and: await all(and) } : {}),
    ...(or ? { or: await all(or) } : {}),
    ...(not ? { not: await identified(prisma, datasetId, not) } : {}),
    ...(pairId ? { rowIds: [...(await rowsOfPairIds(prisma, datasetId, pairId)).values()] } : {}),
  }
}
