import { stopIfAborted } from '../../domain/interruption.ts'
import { anotherTurn, isTurnOver } from '../../engine/turns.ts'

/** Pairs that are read by one statement: SQLite reads them while everything else waits. */
const PAIRS = 250

/** Reads what there is of pairs, a part of them after the other. @throws Cancelled */
export const inParts = async <Row>(
  rowIds: readonly number[],
  asker: AbortSignal,
  read: (rowIds: number[]) => Promise<Row[]>,
): Promise<Row[]> => {
  const rows: Row[][] = []
  for (let start = 0; start < rowIds.length; start += PAIRS) {
    if (isTurnOver()) await anotherTurn(asker)
    stopIfAborted(asker)
    rows.push(await read(rowIds.slice(start, start + PAIRS)))
  }
  return rows.flat()
}
