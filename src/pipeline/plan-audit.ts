import { InvalidInput } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import { STAGES } from '../domain/stage.ts'
import { findDataset } from '../store/catalog.ts'
import { findLastOptions, type RunOptions } from '../store/runs.ts'
import type { Context } from './ingest.ts'

/** A command on a rewriter's entries, called as it was before. */
export type AuditStep = { command: 'score' | 'embed' | 'label'; options: RunOptions }

/**
 * What makes a rewriter's entries as much as the dataset's originals are: the rewards of its own two models,
 * similarities, and the labels of its own labeler, each by the command that was last called for it.
 *
 * @param embedding how similarities are computed; left out: as they last were
 * @throws NotFound for an unknown dataset; InvalidInput naming everything that nobody can repeat.
 */
export const planAudit = async (
  { prisma }: Pick<Context, 'prisma'>,
  name: string,
  embedding?: RunOptions,
): Promise<AuditStep[]> => {
  const dataset = await findDataset(prisma, name)
  const datasetId = dataset.id
  const steps: AuditStep[] = []
  const problems: string[] = []
  const add = (command: AuditStep['command'], options: RunOptions | null, problem: string) => {
    if (options) steps.push({ command, options })
    else problems.push(problem)
  }
  for (const stage of STAGES) {
    const id = stage === 'PRE' ? dataset.preModelId : dataset.postModelId
    const model = id && (await prisma.rewardModel.findFirst({ where: { datasetId, id } }))
    const problem = model
      ? `its ${stage} model "${model.name}" was never called here: its rewards were imported`
      : hint`it has no ${stage} model: npm run score makes one`
    const options = model
      ? await findLastOptions(prisma, { datasetId, kind: 'SCORING', file: model.name })
      : null
    add('score', options, problem)
  }
  const similar = embedding ?? (await findLastOptions(prisma, { datasetId, kind: 'SIMILARITY' }))
  add('embed', similar, 'no embedding model was called for it yet: say --embed-path or --embed-model')
  const labeler =
    dataset.labelerId && (await prisma.labeler.findFirst({ where: { datasetId, id: dataset.labelerId } }))
  const problem = labeler
    ? `its labeler "${labeler.name}" was never called here: its labels were imported`
    : hint`it has no labeler: npm run label makes one`
  const options = labeler
    ? await findLastOptions(prisma, { datasetId, kind: 'LABELING', file: labeler.name })
    : null
  add('label', options, problem)
  if (problems.length > 0)
    throw new InvalidInput(
      `--audit repeats what was done to the originals of dataset "${name}", but ${problems.join('; ')}`,
    )
  return steps
}
