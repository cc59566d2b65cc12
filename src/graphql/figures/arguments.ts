import { labelerIndex, modelIndex } from '../../audit/subject.ts'
import { NotFound, SealError } from '../../domain/errors.ts'
import { hint } from '../../domain/hint.ts'
import { allFeatures } from '../../domain/measure.ts'
import { findFeature } from '../../domain/taxonomy.ts'
import type { Figure, FigureArguments, Named } from '../../figures/figure.ts'
import { wantedFeatures } from '../../metrics/regression-options.ts'
import type { Audit } from '../audit-scope.ts'

/** What a client gave; null where it named nothing. */
export type GivenArguments = Omit<FigureArguments, 'models' | 'with' | 'rewriter' | 'features'> & {
  models: readonly string[] | null
  with: readonly string[] | null
  rewriter: string | null
  features: readonly string[] | null
}

const MOST_MODELS = 6
const MOST_LABELERS = 4

const named = (of: readonly { name: string }[], indices: Iterable<number>): Named[] =>
  [...indices].map((index) => ({ index, name: of[index].name }))

/** Each once. */
const found = (names: readonly string[] | null, find: (name: string) => number) =>
  names && new Set(names.map(find))

/**
 * The arguments of an audit's figures. Names that nothing has are a slip of the pen, even of an argument that the figure
 * pays no heed to; what the dataset lacks is said where a figure reads it.
 *
 * @throws NotFound
 */
export const argumentsOf = (
  given: GivenArguments,
  { scope }: Audit,
  { of }: Pick<Figure, 'of'>,
): FigureArguments => {
  const { subject, loaded } = scope
  const { models, labelers, rewriters } = loaded.outline
  const givenModels = found(given.models, (name) => modelIndex(loaded.outline, name, -1))
  const givenLabelers = found(given.with, (name) => labelerIndex(loaded.outline, name, -1))
  const rewriter = rewriters.findIndex((one) => one.rewriter === (given.rewriter ?? one.rewriter))
  if (rewriter < 0 && given.rewriter !== null) {
    throw new NotFound(
      'rewriter',
      given.rewriter,
      rewriters.map((one) => one.rewriter),
    )
  }
  wantedFeatures(loaded.outline, given.options, [subject.labeler])
  const all = { features: allFeatures(loaded.outline) }
  const features = found(given.features, (name) => findFeature(all, name))
  return {
    ...given,
    features: features && [...features],
    get models() {
      if (givenModels) return named(models, givenModels)
      const all = [subject.pre, subject.post, ...models.keys()].filter((index) => index >= 0)
      return named(models, new Set(all)).slice(0, of === 'DATASET' ? all.length : MOST_MODELS)
    },
    get with() {
      if (givenLabelers) return named(labelers, givenLabelers)
      const others = [...labelers.keys()].filter((index) => index !== subject.labeler)
      if (others.length > 0) return named(labelers, others.slice(0, MOST_LABELERS))
      throw new SealError(
        'NOT_FOUND',
        hint`the dataset has no other labeler to compare with: bring its labels with npm run ingest -- labels, or npm run label`,
      )
    },
    get rewriter() {
      if (rewriter >= 0) return rewriter
      throw new SealError(
        'NOT_FOUND',
        hint`the dataset has no rewritten texts, which this figure is about: bring them with npm run ingest -- rewrites`,
      )
    },
  }
}
