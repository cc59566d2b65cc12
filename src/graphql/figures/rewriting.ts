import { NotFound, SealError } from '../../domain/errors.ts'
import { flipCounts } from '../../figures/flips.ts'
import { similarityByShifts } from '../../figures/similarity-by-shift.ts'
import { type Asking, type Drawings, featuresOf, frameOf } from './asking.ts'

/** The index of the rewriter that is named, or of the first one. @throws NotFound */
export const rewriterOf = (asking: Asking): number => {
  const { rewriters } = frameOf(asking)
  const { rewriter: name } = asking.args
  const index = rewriters.findIndex(({ rewriter }) => rewriter === (name ?? rewriter))
  if (index >= 0) return index
  if (name !== null) {
    throw new NotFound(
      'rewriter',
      name,
      rewriters.map(({ rewriter }) => rewriter),
    )
  }
  throw new SealError(
    'NOT_FOUND',
    'the dataset has no rewritten texts, which this figure is about: bring them with npm run ingest -- rewrites',
  )
}

export const REWRITING: Drawings<'FLIPS' | 'SIMILARITY_BY_SHIFT'> = {
  FLIPS: async (asking) =>
    flipCounts(await asking.ask('flips', { rewriter: rewriterOf(asking) }), featuresOf(asking)),
  SIMILARITY_BY_SHIFT: async (asking) =>
    similarityByShifts(await asking.ask('similarityByShift', { rewriter: rewriterOf(asking), bins: 40 })),
}
