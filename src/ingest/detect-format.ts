import { InvalidInput } from '../domain/errors.ts'
import { listed } from './columns.ts'
import type { Fields, PairFormat } from './pair-format.ts'
import { FORMAT_NAMES, formatOf, PAIR_FORMATS } from './pair-formats.ts'
import { knownShape, nearestFormat } from './shapes.ts'

const fits = ({ needed, isSuch }: PairFormat, fields: Fields): boolean =>
  needed.every((key) => Object.hasOwn(fields, key)) && (isSuch?.(fields) ?? true)

/**
 * The format of a file by rows that it begins with; hh-rlhf, whose reasons are the plainest, where no row can be read.
 *
 * @throws InvalidInput when none fits, naming the columns that there are, or when two do, naming both
 */
export const detectFormat = (sample: readonly Fields[], file: string): PairFormat => {
  if (sample.length === 0) return formatOf('hh-rlhf')
  const counts = new Map<PairFormat, number>()
  for (const fields of sample) {
    const fitting = PAIR_FORMATS.filter((format) => fits(format, fields))
    if (fitting.length > 1)
      throw new InvalidInput(
        `${file} can be ${fitting.map(({ name, about }) => `${name}, ${about}`).join(', or ')}; --format ${fitting.map(({ name }) => name).join(' or --format ')} says which`,
      )
    for (const format of fitting) counts.set(format, (counts.get(format) ?? 0) + 1)
  }
  const [found] = [...counts].sort(([, one], [, other]) => other - one)
  if (found) return found[0]
  const columns = [...new Set(sample.flatMap((fields) => Object.keys(fields)))]
  const has = `${file} has the columns ${listed(columns)}, which no format reads`
  const shape = knownShape(columns, sample[0])
  if (shape) throw new InvalidInput(`${has}: it looks like ${shape}`)
  const near = nearestFormat(columns)
  throw new InvalidInput(
    `${has}${near ? `: it looks like ${near}` : ''}; --map prompt=COLUMN,chosen=COLUMN,rejected=COLUMN says where the texts are; the formats are ${FORMAT_NAMES.join(', ')}`,
  )
}
