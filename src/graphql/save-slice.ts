import { isDeepStrictEqual } from 'node:util'
import { askAudit } from '../audit/ask.ts'
import { assertFilter } from '../audit/check-filter.ts'
import { assertSlices, findSlice, slicesWith } from '../audit/named-slices.ts'
import { allGivenIn, type PairFilter } from '../audit/pair-filter.ts'
import { subjectOf } from '../audit/subject.ts'
import { Conflict, LimitExceeded } from '../domain/errors.ts'
import { checkName } from '../domain/names.ts'
import { assertStorable } from '../domain/storable.ts'
import type { Engine } from '../engine/engine.ts'
import type { Loaded } from '../engine/loaded.ts'
import type { NamedSlice } from '../frame/frame.ts'
import { findDataset } from '../store/catalog.ts'
import { assertDescription } from '../store/description.ts'
import type { SliceChange } from '../store/named-slices.ts'
import type { Prisma } from '../store/prisma.ts'
import { rowsOfPairIds } from './pair-ids.ts'

/** What changing named slices takes. */
export type Saving = { prisma: Prisma; engine: Engine }

/** A named slice as it is saved. */
export type Definition = Omit<NamedSlice, 'rowIds'>
const definitionOf = ({ name, description, where }: NamedSlice): Definition => ({ name, description, where })

/** What is to be saved, as it was given. */
type Given = { name: string; description: string | null; where: PairFilter }

export type Saved = Definition & {
  /** Whether there was none of its name. */
  isNew: boolean
  /** How many pairs it has now, of how many. */
  pairs: number
  datasetPairs: number
}

/** So many of a dataset: every server has all of them in memory. */
const MOST_SLICES = 200

const sliceOf = ({ name, description, where }: Given) => {
  checkName('named slice', name)
  assertFilter(where)
  const slice = { name, description: description || null, where }
  for (const [what, value] of Object.entries(slice)) assertStorable(`${what} of a named slice`, value)
  assertDescription('named slice', description)
  return slice
}

/** Decides by what is there, again where that has changed meanwhile. Null: there is nothing to change. */
const change = async <T>(
  { prisma, engine }: Saving,
  dataset: string,
  decide: (loaded: Loaded) => Promise<{ change: Omit<SliceChange, 'seen'> | null; result: T }>,
): Promise<T> => {
  for (;;) {
    const { id, revision } = await findDataset(prisma, dataset)
    const loaded = await engine.frame(id, revision)
    const { change, result } = await decide(loaded)
    if (!change || (await engine.changeSlices(id, { seen: loaded.outline.slices, ...change }))) return result
  }
}

/**
 * Saves a named slice of a dataset, a new one or another definition of one that there is. It is refused unless its pairs can be
 * counted, with the dataset's own models and labeler.
 *
 * @throws NotFound, InvalidInput, LimitExceeded
 */
export const saveSlice = (saving: Saving, dataset: string, given: Given): Promise<Saved> =>
  change(saving, dataset, async (loaded) => {
    const { prisma, engine } = saving
    const { outline } = loaded
    const slice = sliceOf(given)
    const { name } = slice
    const before = outline.slices.find((one) => one.name === name)
    if (!before && outline.slices.length >= MOST_SLICES)
      throw new LimitExceeded(
        `dataset "${dataset}" has ${MOST_SLICES} named slices, which is the most that there may be: remove one first`,
      )
    const ids = allGivenIn(slice.where).flatMap((one) =>
      one.name === 'pairId' ? (one.value as string[]) : [],
    )
    const rowIds = await rowsOfPairIds(prisma, outline.datasetId, ids)
    const slices = [{ ...slice, rowIds }, ...outline.slices.filter((one) => one !== before)]
    // Those that are made of it, too.
    assertSlices(slices)
    const changed = { ...loaded, outline: { ...outline, slices } }
    const scope = { loaded: changed, subject: subjectOf(outline, {}), where: { slice: name } }
    const pairs = await askAudit(scope, 'pairs', {}, { engine })
    return {
      change: before && isDeepStrictEqual(definitionOf(before), slice) ? null : { save: slice },
      result: { ...slice, isNew: !before, pairs, datasetPairs: outline.pairCount },
    }
  })

/** @throws NotFound for a slice that there is not, Conflict for one that others are made of */
export const removeSlice = (saving: Saving, dataset: string, name: string): Promise<void> =>
  change(saving, dataset, async ({ outline: { slices } }) => {
    findSlice(slices, name)
    const others = slicesWith(name, slices)
    if (others.length > 0)
      throw new Conflict(`slice "${name}" is a part of ${others.map((one) => `"${one}"`).join(', ')}`)
    return { change: { remove: name }, result: undefined }
  })
