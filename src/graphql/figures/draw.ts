import { allFeatures } from '../../domain/measure.ts'
import type { Spec } from '../../figures/drawing/vega-lite.ts'
import { FIGURES, type FigureName } from '../../figures/figures.ts'
import { specification } from '../../figures/specification.ts'
import { type Audit, ask, narrowed } from '../audit-scope.ts'
import type { Context } from '../context.ts'
import { argumentsOf, type GivenArguments } from './arguments.ts'

/** A figure of an audit. @throws NotFound, InvalidInput for arguments that can't be used */
export const draw = async (
  name: FigureName,
  audit: Audit,
  given: GivenArguments,
  context: Context,
): Promise<Spec> => {
  const figure = FIGURES[name]
  const { loaded, subject, where } = audit.scope
  const { outline } = loaded
  const args = argumentsOf(given, audit, figure)
  const features = allFeatures(outline)
  const [drawn, pairs, dataset] = await Promise.all([
    figure.asked({
      args,
      features,
      ask: (question, args, where) => ask(where ? narrowed(audit, where) : audit, question, args, context),
    }),
    ask(audit, 'pairs', {}, context),
    context.prisma.dataset.findUniqueOrThrow({ where: { id: audit.datasetId }, select: { name: true } }),
  ])
  const { pairCount: datasetPairs, tieCount, models, taxonomy } = outline
  const of = { datasetPairs, hasTies: tieCount > 0, models: models.length, taxonomy }
  const extent = { pairs, ...of, subject }
  const drawing = drawn({ extent, features, isMeasured: outline.measures.length > 0 })
  return specification(drawing, {
    dataset: dataset.name,
    revision: outline.revision,
    allPairs: datasetPairs,
    pairs,
    where,
    sources:
      figure.of === 'DATASET'
        ? null
        : {
            pre: outline.models[subject.pre]?.name ?? null,
            post: outline.models[subject.post]?.name ?? null,
            labeler: outline.labelers[subject.labeler]?.name ?? null,
            rewriter: figure.args.includes('rewriter') ? outline.rewriters[args.rewriter].rewriter : null,
          },
  })
}
