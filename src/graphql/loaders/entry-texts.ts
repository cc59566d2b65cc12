import DataLoader from 'dataloader'
import type { Side } from '../../domain/side.ts'
import { ORIGINAL } from '../../store/catalog.ts'
import type { Prisma } from '../../store/prisma.ts'

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

/** Whole texts of entries, null where there is none: one statement for each variant that a query asks for, one for unknown prompts. */
export const entryTexts = (prisma: Prisma) =>
  new DataLoader<EntryKey, string | null, string>(
    async (keys) => {
      const variants = new Map(
        keys.map(({ datasetId, variantId }) => [`${datasetId}:${variantId}`, { datasetId, variantId }]),
      )
      const texts = new Map<string, string>()
      for (const { datasetId, variantId } of variants.values()) {
        const asked = keys.filter((key) => key.datasetId === datasetId && key.variantId === variantId)
        const rowIds = [...new Set(asked.map(({ rowId }) => rowId))]
        const entries = await prisma.entry.findMany({
          where: { datasetId, variantId, rowId: { in: rowIds } },
        })
        const prompts = new Map(asked.map(({ rowId, prompt }) => [rowId, prompt]))
        const unknown = variantId === ORIGINAL ? rowIds.filter((rowId) => !prompts.get(rowId)) : []
        if (unknown.length > 0)
          for (const { rowId, prompt } of await loadPrompts(prisma, datasetId, unknown))
            prompts.set(rowId, prompt)
        for (const { text, ...key } of entries)
          texts.set(keyOf(key), `${prompts.get(key.rowId) ?? ''}${text}`)
      }
      return keys.map((key) => texts.get(keyOf(key)) ?? null)
    },
    { cacheKeyFn: keyOf },
  )
