import { counted } from '../src/domain/counted.ts'
import { isImported } from '../src/domain/measure.ts'
import type { Taxonomy } from '../src/domain/taxonomy.ts'
import type { AttributeOutline } from '../src/frame/attributes.ts'
import type { FrameModel } from '../src/frame/frame.ts'
import type { Objective } from '../src/objectives/objective.ts'
import { askedWords } from '../src/objectives/words.ts'
import type { DatasetRow } from '../src/store/catalog.ts'
import { loadOutline } from '../src/store/frame/load-outline.ts'
import { type SavedObjective, savedObjectives } from '../src/store/objectives.ts'
import type { Store } from '../src/store/store.ts'

const taxonomyText = ({ features, topics, discriminations }: Taxonomy) =>
  `taxonomy: ${counted(features.length, 'feature')}, ${counted(topics.length, 'topic')}, ${counted(discriminations.length, 'discrimination')}`

const attributeText = ({ name, scope, kind }: AttributeOutline) =>
  `${name} (${kind.toLowerCase()}${scope === 'ENTRY' ? ' of entries' : ''})`

const modelText = ({ name, stage, series, step, rewardCount }: FrameModel) =>
  [
    `model ${name}: ${stage ?? 'no stage'}`,
    ...(series === null ? [] : [`series ${series}`]),
    ...(step === null ? [] : [`step ${step}`]),
    counted(rewardCount, 'reward'),
  ].join(', ')

const objectiveText = ({ name, objective, baseline }: SavedObjective): string => {
  const { metric, feature } = objective as Objective
  const asked = `${metric}${feature ? ` of ${feature}` : ''} ${askedWords(objective as Objective)}`
  return `objective ${name}: ${asked}${baseline ? `, kept at revision ${baseline.revision}` : ''}`
}

/** What there is of a dataset, in lines for people. */
export const descriptionOf = async (
  { prisma, connection }: Store,
  { id, name, description, taxonomy }: DatasetRow,
): Promise<string[]> => {
  const outline = await loadOutline(connection, id)
  if (!outline) return []
  const {
    models,
    labelers,
    rewriters,
    defaults,
    pairCount,
    promptCount,
    tieCount,
    revision,
    measures,
    attributes,
    slices,
  } = outline
  const numbers = measures.filter(isImported).map(({ name }) => name)
  const unfinished = await prisma.run.findMany({
    where: { datasetId: id, NOT: { state: 'DONE' } },
    orderBy: { id: 'asc' },
  })
  const own = (is: boolean) => (is ? ", the dataset's own" : '')
  return [
    `${name}: ${counted(pairCount, 'pair')} over ${counted(promptCount, 'prompt')}, ${counted(tieCount, 'tie')}, revision ${revision}`,
    ...(description ? [description] : []),
    taxonomyText(taxonomy),
    ...(numbers.length > 0 ? [`numbers: ${numbers.join(', ')}`] : []),
    ...(attributes.length > 0 ? [`attributes: ${attributes.map(attributeText).join(', ')}`] : []),
    ...models.map(
      (model, index) => `${modelText(model)}${own(index === defaults.pre || index === defaults.post)}`,
    ),
    ...labelers.map(
      ({ name, labelCount }, index) =>
        `labeler ${name}: ${counted(labelCount, 'label')}${own(index === defaults.labeler)}`,
    ),
    ...rewriters.map(
      ({ rewriter, rewriteCount }) => `rewriter ${rewriter}: ${counted(rewriteCount, 'pair')}`,
    ),
    ...slices.map(({ name, description }) => `slice ${name}${description ? `: ${description}` : ''}`),
    ...(await savedObjectives(prisma, id)).map(objectiveText),
    ...unfinished.map(
      ({ kind, file, state, startedAt, error }) =>
        `${kind} ${file}: ${state}, begun ${startedAt.toISOString()}${error ? `: ${error}` : ''}`,
    ),
  ]
}
