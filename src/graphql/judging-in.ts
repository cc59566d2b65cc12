import { askAudit } from '../audit/ask.ts'
import { withDefinitions } from '../audit/named-slices.ts'
import type { PairFilter } from '../audit/pair-filter.ts'
import { SealError } from '../domain/errors.ts'
import { BrokenObjective, problemAt } from '../objectives/broken.ts'
import type { Judging } from '../objectives/judging.ts'
import type { Objective } from '../objectives/objective.ts'
import { type SavedObjective, savedObjectives } from '../store/objectives.ts'
import type { Context } from './context.ts'
import { identified } from './pair-ids.ts'

/** Who answers for a dataset while its objectives are judged. `kept`: those that are saved. */
export const judgingIn = async (
  datasetId: number,
  { prisma, frame, engine, signal }: Context,
  kept?: readonly SavedObjective[],
): Promise<Judging> => {
  const loaded = await frame(datasetId)
  const saved = kept ?? (await savedObjectives(prisma, datasetId))
  return {
    outline: loaded.outline,
    saved: new Map(
      saved.flatMap(({ name, objective, baseline }) =>
        baseline ? [[name, { ...baseline, objective: objective as Objective }] as const] : [],
      ),
    ),
    ask: (slice, question, args, other) =>
      askAudit({ loaded, ...slice, other }, question, args, { engine, asker: signal }),
  }
}

/**
 * Objectives whose filters have what only the dataset knows: its named slices, and which rows the pairs are that they name.
 *
 * @throws BrokenObjective for a slice that there is not, or an id that no pair has
 */
export const identifiedIn = async (
  datasetId: number,
  objectives: readonly Objective[],
  { prisma, frame }: Context,
): Promise<Objective[]> => {
  const { slices } = (await frame(datasetId)).outline
  const known: Objective[] = []
  for (const [index, objective] of objectives.entries()) {
    const { name, where, noWorseThan } = objective
    const rows = async (at: string, filter: PairFilter) => {
      try {
        return await identified(prisma, datasetId, withDefinitions(filter, slices))
      } catch (error) {
        if (!(error instanceof SealError)) throw error
        throw new BrokenObjective(index, name, problemAt(at, error), error)
      }
    }
    known.push({
      ...objective,
      ...(where ? { where: await rows('where', where) } : {}),
      ...(noWorseThan?.where
        ? { noWorseThan: { ...noWorseThan, where: await rows('noWorseThan.where', noWorseThan.where) } }
        : {}),
    })
  }
  return known
}
