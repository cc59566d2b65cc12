import { allFeatures } from '../../domain/measure.ts'
import type { Spec } from '../../figures/drawing/vega-lite.ts'
import type { Ask, Figure, FigureArguments } from '../../figures/figure.ts'
import { FIGURES, type FigureName } from '../../figures/figures.ts'
import { type Sources, specification } from '../../figures/specification.ts'
import { type Audit, ask, checkpointAudits, narrowed } from '../audit-scope.ts'
import type { Context } from '../context.ts'
import { argumentsOf, type GivenArguments } from './arguments.ts'

const sourcesOf = ({ of, args: names }: Figure, { scope }: Audit, args: FigureArguments): Sources => {
  if (of === 'DATASET') return {}
  const { subject, loaded } = scope
  const { models, labelers, rewriters } = loaded.outline
  const labeler = labelers[subject.labeler]?.name ?? null
  if (of === 'TRAJECTORY') return names.includes('options') ? { labeler } : {}
  const [pre, post] = [subject.pre, subject.post].map((index) => models[index]?.name ?? null)
  return {
    ...{ pre, post, labeler },
    ...(names.includes('rewriter') ? { rewriter: rewriters[args.rewriter].rewriter } : {}),
  }
}

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
  const askOf =
    (of: Audit): Ask =>
    (question, args, where) =>
      ask(where ? narrowed(of, where) : of, question, args, context)
  const [drawn, pairs, dataset] = await Promise.all([
    figure.asked({
      args,
      features,
      ask: askOf(audit),
      trajectory: () =>
        checkpointAudits(audit, given).map(({ model: { name, series, step }, audit }) => ({
          checkpoint: { name, series, step },
          ask: askOf(audit),
        })),
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
    sources: sourcesOf(figure, audit, args),
  })
}
