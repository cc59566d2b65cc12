import DataLoader from 'dataloader'
import type { Side } from '../../domain/side.ts'
import type { Prisma } from '../../store/prisma.ts'

export type EntryKey = { datasetId: number; rowId: number; variantId: number; side: Side }

const keyOf = ({ datasetId, rowId, variantId, side }: EntryKey) =>
  `${datasetId}:${rowId}:${variantId}:${side}`

/** Whole texts of entries, null where there is none: one statement for each variant that a query asks for, one for prompts. */
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
          include: { pair: { select: { prompt: true } } },
        })
        for (const { pair, text, ...key } of entries)
          texts.set(keyOf(key), variantId === 0 ? pair.prompt + text : text)
      }
      return keys.map((key) => texts.get(keyOf(key)) ?? null)
    },
    { cacheKeyFn: keyOf },
  )
