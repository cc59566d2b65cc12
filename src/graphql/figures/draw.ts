import { emptyDrawing } from '../../figures/empty.ts'
import type { FigureName } from '../../figures/figure-name.ts'
import { specification } from '../../figures/specification.ts'
import type { Spec } from '../../figures/vega-lite.ts'
import { labelerIndex, modelIndex } from '../../frame/subject.ts'
import { wantedFeatures } from '../../metrics/regression-options.ts'
import { type Audit, ask } from '../audit-scope.ts'
import type { Context } from '../context.ts'
import { type Asking, type Drawings, extentOf, type FigureArguments } from './asking.ts'
import { LABELS } from './labels.ts'
import { lackingFor } from './lacking-for.ts'
import { REGRESSIONS } from './regressions.ts'
import { REWARDS } from './rewards.ts'
import { REWRITING, rewriterOf } from './rewriting.ts'

const DRAWINGS: Drawings<FigureName> = { ...REWARDS, ...REGRESSIONS, ...LABELS, ...REWRITING }

const OF_REWRITER: readonly FigureName[] = ['ROBUSTNESS', 'FLIPS', 'SIMILARITY_BY_SHIFT']

/** Names that nothing has are a slip of the pen, though the figure pays them no heed. @throws NotFound */
const assertNames = (asking: Asking): void => {
  const frame = asking.audit.scope.loaded.frame
  const { models, with: labelers, rewriter, options } = asking.args
  for (const name of models ?? []) modelIndex(frame, name, -1)
  for (const name of labelers ?? []) labelerIndex(frame, name, -1)
  if (rewriter !== null) rewriterOf(asking)
  wantedFeatures(frame.taxonomy, options.features)
}

/** A figure of an audit. @throws NotFound, InvalidInput for arguments that can't be used */
export const draw = async (
  name: FigureName,
  audit: Audit,
  args: FigureArguments,
  context: Context,
): Promise<Spec> => {
  const asking: Asking = {
    audit,
    args,
    ask: (question, args, of = audit) => ask(of, question, args, context),
  }
  assertNames(asking)
  const { loaded, subject, where } = audit.scope
  const { frame } = loaded
  const [drawn, extent, dataset] = await Promise.all([
    DRAWINGS[name](asking),
    extentOf(asking),
    context.prisma.dataset.findUniqueOrThrow({ where: { id: audit.datasetId }, select: { name: true } }),
  ])
  const lack = lackingFor(name, extent, args)
  return specification(lack === null ? drawn : emptyDrawing(drawn, lack), {
    dataset: dataset.name,
    revision: frame.revision,
    allPairs: frame.pairCount,
    pairs: extent.pairs,
    where,
    pre: frame.models[subject.pre]?.name ?? null,
    post: frame.models[subject.post]?.name ?? null,
    labeler: frame.labelers[subject.labeler]?.name ?? null,
    rewriter: OF_REWRITER.includes(name) ? frame.rewriters[rewriterOf(asking)].rewriter : null,
  })
}
