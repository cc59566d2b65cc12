import { measureText, TEXT_MEASURES } from '../measures/text-measures.ts'
import type { EntryText } from '../store/find-entries.ts'
import type { Connection } from '../store/sql/connection.ts'
import { writeMeasured } from '../store/write/measures.ts'

/** Measures texts of a rewriter's, few at a time, with the rest that is written of them. Returns how many rows changed. */
export const measureRewritten = (
  connection: Connection,
  { datasetId, variantId }: { datasetId: number; variantId: number },
  texts: readonly EntryText[],
): Promise<number> =>
  writeMeasured(
    connection,
    { datasetId, variantId },
    TEXT_MEASURES,
    texts.map((entry) => ({ rowId: entry.rowId, side: entry.side, values: measureText(entry) })),
  )
