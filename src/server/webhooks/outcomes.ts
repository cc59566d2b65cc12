import { requestContext, type Services } from '../../graphql/context.ts'
import { DEFAULT_JUDGEMENT, judgeSaved } from '../../graphql/judge-saved.ts'
import { changesBetween, type Judged, type OutcomeChange } from '../../graphql/outcome-changes.ts'
import { schema } from '../../graphql/schema/index.ts'
import type { Revised } from '../../store/revisions.ts'
import { answerBudgets } from '../limits/answer-size.ts'
import { NO_LIMITS } from '../limits/limits.ts'
import { isDefect, logDefect } from '../masking.ts'
import { log } from '../operations/log.ts'

type Options = {
  services: Services
  tell: (dataset: Revised, changes: readonly OutcomeChange[]) => void
  /** How long after objectives were judged they are not judged again. */
  judgeMs: number
}

/**
 * Tells of saved objectives whose outcomes a revision has changed. Datasets are judged one after the other, in the engine's
 * workers; revisions that come in quick succession, such as those of one import, are judged together.
 */
export const watchOutcomes = async ({ services, tell, judgeMs }: Options) => {
  const { prisma } = services
  // What their outcomes are at first is no change.
  const there: Revised[] = await prisma.dataset.findMany({ select: { id: true, name: true, revision: true } })
  const ending = new AbortController()
  const { signal } = ending
  const isOld = new Set(there.map(({ id }) => id))
  const before = new Map<number, readonly Judged[]>()
  const revised = new Map(there.map((dataset) => [dataset.id, dataset]))

  const judgeOne = async (dataset: Revised) => {
    const { id, name, revision } = dataset
    const context = requestContext(
      services,
      signal,
      answerBudgets(NO_LIMITS.answer, () => undefined),
    )
    const saved = await prisma.objective.count({ where: { datasetId: id } })
    const after = saved === 0 ? [] : await judgeSaved(id, DEFAULT_JUDGEMENT, { context, schema })
    const known = before.get(id) ?? (isOld.has(id) ? null : [])
    before.set(
      id,
      after.map(({ name, outcome }) => ({ name, outcome })),
    )
    const changes = known ? changesBetween(known, after) : []
    if (changes.length > 0) tell({ id, name, revision: context.answeredOf[name] ?? revision }, changes)
  }

  const judgeAll = async () => {
    for (const dataset of [...revised.values()]) {
      await judgeOne(dataset).catch((error) => {
        if (signal.aborted) return
        if (isDefect(error)) logDefect(error)
        else log.warn({ dataset: dataset.name, err: error }, 'objectives are not judged for webhooks')
      })
      if (signal.aborted) return
      if (revised.get(dataset.id) === dataset) revised.delete(dataset.id)
    }
  }

  let isResting = false
  const judgeSoon = async (): Promise<void> => {
    if (isResting || revised.size === 0 || signal.aborted) return
    isResting = true
    await judgeAll()
    const rest = setTimeout(() => {
      isResting = false
      void judgeSoon()
    }, judgeMs)
    rest.unref()
  }
  void judgeSoon()

  return {
    revised: (dataset: Revised): void => {
      revised.set(dataset.id, dataset)
      void judgeSoon()
    },
    close: (): void => {
      ending.abort()
      const datasets = [...revised.values()].map(({ name }) => name)
      if (datasets.length > 0) log.warn({ datasets }, 'objectives are no longer judged for webhooks')
    },
  }
}
