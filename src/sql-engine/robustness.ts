import type { Interruption } from '../domain/interruption.ts'
import { type BitField, decodeValue } from '../domain/label-bits.ts'
import { SIDES, type Side } from '../domain/side.ts'
import type { Link } from '../metrics/misalignment.ts'
import { assertOptions, type RegressionOptions } from '../metrics/regression-options.ts'
import type { Regression } from '../metrics/regression-result.ts'
import { type GroupedFlips, groupedRobustness, robustnessFeatures } from '../metrics/robustness.ts'
import { maskOf } from './bits.ts'
import { featuresKnown, halves, responseFrom, responseOf } from './grouped-pairs.ts'
import { assertAnswerable, fitted } from './regressions.ts'
import { keepsTargets, lackIn, type RewrittenSource } from './rewriting.ts'
import { askColumns } from './source.ts'

/** Two words each: originals chosen and rejected, rewritings chosen and rejected. */
const KEY_LENGTH = 8

/** Those that any labeler says something of on both sides of any rewriting, within the slice or not. */
const labeledAnywhere = async ({ connection, columns, outline, rewritten, table }: RewrittenSource) => {
  const { fields } = columns
  const everywhere = { connection, from: () => `${table} AS w`, where: () => 'true' }
  const found = new Set<number>()
  for (const labeler of outline.labelers.keys()) {
    const known = SIDES.map((side) => rewritten.labelOf(labeler, side, 'known'))
    const wanted = [...fields.keys()]
    for (const feature of await featuresKnown(everywhere, { fields, wanted, known })) found.add(feature)
  }
  return found
}

/** Of each row whether rewriting had a feature gained or lost on one side. */
const dummiesOf = (key: readonly number[][], fields: readonly BitField[]): GroupedFlips['dummies'] => {
  const valueIn = (bits: number, { shift, mask }: BitField) => decodeValue((bits >>> shift) & mask)
  return (feature, side: Side, flip) => {
    const field = fields[feature]
    const before = key[(side === 'CHOSEN' ? 0 : 2) + field.word]
    const after = key[(side === 'CHOSEN' ? 4 : 6) + field.word]
    const wanted = flip === 'GAINED' ? 1 : -1
    return Int8Array.from(before, (bits, row) =>
      Math.sign(valueIn(after[row], field) - valueIn(bits, field)) === wanted ? 1 : 0,
    )
  }
}

/** Equation 4, on rewritten pairs that were grouped in PostgreSQL by what both of their labels say. */
export const robustness = async (
  source: RewrittenSource,
  { link, keepTargets, options }: { link: Link; keepTargets: boolean; options: RegressionOptions },
  signal?: Interruption,
): Promise<Regression> => {
  assertOptions(options)
  assertAnswerable(options)
  const { columns, rewritten, outline } = source
  const { fields } = columns
  const anywhere = await labeledAnywhere(source)
  const wanted = robustnessFeatures(outline.taxonomy, { options, keepTargets }, (feature) =>
    anywhere.has(feature),
  )
  const both = [columns, rewritten]
  const known = both.flatMap((of) => SIDES.map((side) => of.label(side, 'known')))
  const features = await featuresKnown(source, { fields, wanted, known })
  const mask = maskOf(fields, features)
  const bits = both.flatMap((of) => SIDES.map((side) => `${of.label(side, 'features')} & ${mask}::bigint`))
  const outcome = `(${columns.aligned('POST')} * (1 - ${rewritten.aligned('POST')}))::float8`
  const complete = features.length === 0 ? 'true' : `${known.join(' & ')} & ${mask}::bigint = ${mask}::bigint`
  const groups = (await askColumns(source, [...bits.flatMap(halves), 'count(*)', ...responseOf(outcome)], {
    conditions: [complete, `${outcome} IS NOT NULL`, keepTargets ? keepsTargets(source) : 'true'],
    rest: `GROUP BY ${bits.join(', ')} ORDER BY ${bits.join(', ')}`,
  })) as number[][]
  const [count, ...values] = groups.slice(KEY_LENGTH)
  const pairs = count.reduce((sum, n) => sum + n, 0)
  const grouped = { wanted, features, pairs, dummies: dummiesOf(groups.slice(0, KEY_LENGTH), fields) }
  const model = groupedRobustness(grouped, link, responseFrom(count, values))
  const lack = pairs > 0 && features.length > 0 ? null : await lackIn(source, ['POST', 'LABELS'])
  return fitted(source, { model, lack }, options, signal)
}
