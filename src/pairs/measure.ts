import { NotFound } from '../domain/errors.ts'
import type { Outline } from '../frame/frame.ts'
import type { Condition, NumberTerm } from './terms.ts'

type MeasureCondition = Extract<Condition, { measure: string }>

/** The number that is to be in the range. @throws NotFound listing the measures that there are */
export const measuredTerm = (
  { measures }: Pick<Outline, 'measures'>,
  { measure, of }: MeasureCondition,
): NumberTerm => {
  const index = measures.findIndex(({ name }) => name === measure)
  if (index < 0)
    throw new NotFound(
      'measure',
      measure,
      measures.map(({ name }) => name),
    )
  return { number: 'MEASURE', measure: index, of, version: 'ORIGINAL' }
}
