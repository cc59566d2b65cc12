import DataLoader from 'dataloader'
import type { Budget } from '../../domain/budget.ts'
import type { Conversation } from '../../domain/conversation.ts'
import type { Side } from '../../domain/side.ts'
import { afterTurns } from '../../engine/turns.ts'
import { ORIGINAL } from '../../store/catalog.ts'
import type { Prisma } from '../../store/prisma.ts'
import { afterTurn } from '../turns.ts'
import { inParts } from './in-parts.ts'

export type EntryKey = {
  datasetId: number
  rowId: number
  variantId: number
  side: Side
  /** What the original begins with, for those who know it. */
  prompt?: string
}

const keyOf = ({ datasetId, rowId, variantId, side }: EntryKey) =>
  `${datasetId}:${rowId}:${variantId}:${side}`

/** What the originals of some pairs begin with. Not as a relation of the entries: its keys are no list that Prisma can divide. */
const loadPrompts = (prisma: Prisma, datasetId: number, rowIds: number[]) =>
  prisma.pair.findMany({
    where: { datasetId, rowId: { in: rowIds } },
    select: { rowId: true, prompt: true },
  })

/**
 * Whole texts of entries, null where there is none: by some hundreds, one statement for each variant that a query asks for, one
 * for unknown prompts. Who asks for more characters than there is to `spend` gets none.
 */
const textLoader = (prisma: Prisma, { signal, spend }: { signal: AbortSignal; spend: Budget }) =>
  new DataLoader<EntryKey, Conversation | null, string>(
    async (keys) => {
      const variants = new Map(
        keys.map(({ datasetId, variantId }) => [`${datasetId}:${variantId}`, { datasetId, variantId }]),
      )
      const texts = new Map<string, Conversation>()
      for (const { datasetId, variantId } of variants.values()) {
        const asked = keys.filter((key) => key.datasetId === datasetId && key.variantId === variantId)
        const rowIds = [...new Set(asked.map(({ rowId }) => rowId))]
        const entries = await inParts(rowIds, signal, async (part) => {
          const read = await prisma.entry.findMany({ where: { datasetId, variantId, rowId: { in: part } } })
          spend(read.reduce((sum, { text }) => sum + text.length, 0))
          return read
        })
        const prompts = new Map(asked.map(({ rowId, prompt }) => [rowId, prompt]))
        const unknown = variantId === ORIGINAL ? rowIds.filter((rowId) => !prompts.get(rowId)) : []
        if (unknown.length > 0)
          for (const { rowId, prompt } of await inParts(unknown, signal, (part) =>
            loadPrompts(prisma, datasetId, part),
          ))
            prompts.set(rowId, prompt)
        for (const { text, answerAt, ...key } of entries)
          texts.set(keyOf(key), { text: `${prompts.get(key.rowId) ?? ''}${text}`, answerAt })
      }
      return keys.map((key) => texts.get(keyOf(key)) ?? null)
    },
    { cacheKeyFn: keyOf, batchScheduleFn: (load) => afterTurns(signal, load) },
  )

/** The same, of an entry once for all who ask for it: its text goes on to all of them in one turn. */
export const entryTexts = (
  prisma: Prisma,
  by: { signal: AbortSignal; spend: Budget; isOneOfMany: () => boolean },
) => {
  const loader = textLoader(prisma, by)
  const texts = new Map<string, Promise<Conversation | null>>()
  return {
    load: (entry: EntryKey): Promise<Conversation | null> => {
      const key = keyOf(entry)
      const text =
        texts.get(key) ??
        loader.load(entry).then((text) => (by.isOneOfMany() ? afterTurn(by.signal, () => text) : text))
      texts.set(key, text)
      return text
    },
    clearAll: (): void => {
      loader.clearAll()
      texts.clear()
    },
  }
}
