import type { Observations } from '../stats/observe.ts'
import type { GridEntry, Pairs } from './regression.ts'

/** The observations of one of the paper's regressions on the pairs of a golden dataset, as regression.R has them. */
export const observationsOf = (pairs: Pairs, method: GridEntry['method']): Observations => {
  const { chosen, rejected, rewardChosen, rewardRejected } = pairs
  switch (method) {
    case 'within':
      return {
        columns: chosen.map((column, f) => column.map((value, i) => value - rejected[f][i])),
        response: rewardChosen.map((value, i) => value - rewardRejected[i]),
        intercept: false,
      }
    case 'pooled':
      return {
        columns: chosen.map((column, f) => [...column, ...rejected[f]]),
        response: [...rewardChosen, ...rewardRejected],
        intercept: true,
        coupled: true,
      }
    default:
      return {
        columns: [...chosen, ...rejected],
        response: method === 'shift' ? pairs.theta : pairs.outcome,
        intercept: true,
      }
  }
}

/** The names of the design's columns, as regression.R has them. */
export const columnNames = ({ chosen }: Pairs, method: GridEntry['method']): string[] => {
  const of = (letter: string) => chosen.map((_, f) => `${letter}${f + 1}`)
  if (method === 'within') return of('x')
  return ['(Intercept)', ...(method === 'pooled' ? of('x') : [...of('c'), ...of('r')])]
}
