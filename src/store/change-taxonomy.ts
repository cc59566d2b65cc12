import { isDeepStrictEqual } from 'node:util'
import { Conflict } from '../domain/errors.ts'
import { type Declared, type Measure, whyKindsContradict } from '../domain/measure.ts'
import { type Taxonomy, whyLabelsContradict } from '../domain/taxonomy.ts'
import { TEXT_MEASURES } from '../measures/text-measures.ts'
import { ensureMeasures, withMeasures } from './dataset-measures.ts'
import { revise } from './revise.ts'
import type { Store } from './store.ts'

/** @throws Conflict for a name that is of another kind in the dataset, or of every text. */
export const refuseKinds = (name: string, declared: Required<Declared>, known: readonly Measure[]): void => {
  const why = whyKindsContradict(declared, [...TEXT_MEASURES, ...known])
  if (why) throw new Conflict(`dataset "${name}" can't have this taxonomy: ${why}. Give yours another name`)
}

/** What stands in the way of labels that were made with a taxonomy. */
const whyContradicts = (before: Taxonomy, { taxonomy, measures }: Required<Declared>): string | null => {
  const other = before.features.find(({ name }) => measures.some((one) => one.name === name))
  return other ? `feature "${other.name}" was ${other.kind}` : whyLabelsContradict(before, taxonomy)
}

/**
 * Gives a dataset another taxonomy. Numbers that it has stay, whether or not they are declared again.
 *
 * @throws Conflict when labels were made with another taxonomy: their bits would change their meaning; and as `refuseKinds`
 */
export const changeTaxonomy = async (
  { prisma, connection }: Store,
  { id, name, taxonomy: before, measures: known }: Required<Declared> & { id: number; name: string },
  { taxonomy = before, measures }: Declared,
): Promise<void> => {
  refuseKinds(name, { taxonomy, measures }, known)
  if (isDeepStrictEqual(taxonomy, before) && withMeasures(known, measures) === null) return
  const why = whyContradicts(before, { taxonomy, measures })
  if (why && (await prisma.label.findFirst({ where: { datasetId: id } })))
    throw new Conflict(
      `dataset "${name}" has labels of another taxonomy: ${why}. Add features behind those that it has, or bring this taxonomy as another dataset's`,
    )
  const given = connection.provider === 'postgresql' ? '?1::jsonb' : '?1'
  await connection.transaction('write', async () => {
    await ensureMeasures(connection, id, measures)
    await connection.query(`UPDATE dataset SET taxonomy = ${given} WHERE id = ?2 RETURNING id`, [
      JSON.stringify(taxonomy),
      id,
    ])
    // Even without a row that changes: whoever has read this revision has the old taxonomy.
    await revise(connection, id)
  })
}
