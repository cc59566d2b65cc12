import { featuresOf, LABEL_WORDS } from '../features.ts'
import type { PairRows } from '../pairwise.ts'
import { type Gaps, NO_GAPS, type PatternRequest } from '../patterns.ts'
import { controlNumber } from './attribute.ts'
import { halves } from './bits.ts'
import { ask, askColumns, type Source, select } from './source.ts'
import type { Bind, Bound, Sql } from './statement.ts'

type Request = Pick<PatternRequest, 'labels' | 'features' | 'controls'>

/** Numbers of the features that are no labels, feature by feature in each column of labels. */
export const numbersOf = (
  { terms, outline }: Source,
  { labels, features, controls = [] }: Request,
  bind: Bind,
): Sql[] => {
  const { taxonomy, measures, attributes } = outline
  const { dialect, row } = terms
  return features
    .filter((feature) => feature >= taxonomy.features.length)
    .flatMap((feature) => {
      const measure = feature - taxonomy.features.length
      const control = controls[measure - measures.length]
      return labels.map(({ side, version }) =>
        control
          ? controlNumber(attributes, control, side, { row, dialect, bind })
          : terms.number({ number: 'MEASURE', measure, of: side, version }),
      )
    })
}

/** How many pairs there are, and of each feature that is no label how many of them have its number in all columns of labels. */
const countsOf = async (
  source: Source,
  request: Request,
  conditions: Bound,
): Promise<[number, ...number[]]> => {
  const { labels } = request
  const [row] = (await ask(source, (bind) => {
    const all = numbersOf(source, request, bind)
    const columns = Array.from({ length: all.length / labels.length }, (_, place) => {
      const each = all.slice(place * labels.length, (place + 1) * labels.length)
      return `count(CASE WHEN ${each.join(' + ')} IS NOT NULL THEN 1 END)`
    })
    return select(source, bind, { columns: ['count(*)', ...columns], conditions: conditions(bind) })
  })) as [number, ...number[]][]
  return row
}

/** The features that are no labels of which any of the pairs has a number in all columns of labels; whether all of these are everywhere. */
export const measuredIn = async (
  source: Source,
  request: Request,
): Promise<{ measured: number[]; isFull: boolean }> => {
  const { length } = source.outline.taxonomy.features
  const [pairs, ...counts] = await countsOf(source, request, () => [])
  const measured = request.features.filter((feature) => feature >= length).filter((_, at) => counts[at] > 0)
  return { measured, isFull: counts.every((count) => count === 0 || count === pairs) }
}

/** Of pairs that have all but these numbers. */
export const gapsOf = async (source: Source, request: Request, conditions: Bound): Promise<Gaps> => {
  const [pairs, ...counts] = await countsOf(source, request, conditions)
  const lacking = request.features.flatMap((feature, at) =>
    counts[at] < pairs ? [{ feature, pairs: pairs - counts[at] }] : [],
  )
  return lacking.length > 0 ? { pairs, lacking } : NO_GAPS
}

/** Pairs one by one. */
export const pairRowsOf = async (
  source: Source,
  request: PatternRequest,
  conditions: Bound,
): Promise<PairRows> => {
  const { labels, features, outcomes } = request
  const { terms, outline } = source
  const words = labels.flatMap((of) => halves(terms.label(of, 'features')))
  const numbers = outcomes.map(terms.number)
  const columns = await askColumns(
    source,
    (bind) => ['p.row_id', 'p.prompt', ...words, ...numbers, ...numbersOf(source, request, bind)],
    { conditions, rest: 'ORDER BY p.prompt, p.row_id' },
  )
  const [pair, prompt, ...rest] = columns as number[][]
  const all = featuresOf(outline.taxonomy)
  const labeled = labels.map((_, column) =>
    rest.slice(column * LABEL_WORDS, (column + 1) * LABEL_WORDS).map((word) => Uint32Array.from(word)),
  )
  const measured = features.filter((feature) => feature >= all.length)
  const first = words.length + numbers.length
  return {
    features,
    pair: Int32Array.from(pair),
    prompt: Int32Array.from(prompt),
    outcomes: rest.slice(words.length, first).map((outcome) => Float64Array.from(outcome)),
    columns: labels.length,
    values: (feature, column) =>
      feature < all.length
        ? all[feature].valuesIn(labeled[column])
        : Float64Array.from(rest[first + measured.indexOf(feature) * labels.length + column]),
  }
}
