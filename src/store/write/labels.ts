import { type BitField, encodeLabel } from '../../domain/label-bits.ts'
import type { LabelRecord } from '../../domain/records.ts'
import { ORIGINAL } from '../catalog.ts'
import type { Connection, Value } from '../sql/connection.ts'
import { TABLES } from '../sql/tables.ts'
import { ownLabeler } from './own.ts'

type Target = { datasetId: number; labelerId: number; fields: readonly BitField[]; variantId?: number }

/** Writes the labels of one labeler; returns how many rows changed. */
export const writeLabels = async (
  connection: Connection,
  { datasetId, labelerId, fields, variantId = ORIGINAL }: Target,
  records: readonly LabelRecord[],
): Promise<number> => {
  const rows = records.map(({ rowId, side, values, topics, discriminatesAgainst }): Value[] => {
    const { features, known } = encodeLabel(fields, values)
    const lists = [JSON.stringify(topics), JSON.stringify(discriminatesAgainst)]
    return [datasetId, rowId, variantId, side, labelerId, features, known, ...lists]
  })
  const changed = await connection.upsert(TABLES.label, rows, 'update')
  if (changed > 0) await ownLabeler(connection, datasetId, labelerId)
  return changed
}
