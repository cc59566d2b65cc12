import type { Dataset } from '../../state/page-context.ts'

/** Checkpoints of one training run; `name` null: of models that have a step and say of no run that they are of it. */
export type Series = { name: string | null; models: string[] }

/** The training runs of which a dataset has several checkpoints, by step. */
export const seriesOf = ({ rewardModels }: Pick<Dataset, 'rewardModels'>): Series[] => {
  const runs = new Map<string | null, typeof rewardModels>()
  for (const model of rewardModels)
    if (model.series !== null || model.step !== null)
      runs.set(model.series, [...(runs.get(model.series) ?? []), model])
  return [...runs]
    .filter(([, models]) => models.length > 1)
    .map(([name, models]) => ({
      name,
      models: models.sort((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity)).map((model) => model.name),
    }))
}

/** The training run that is shown: the one that is named, else that of a model, else the first. */
export const chosenSeries = (
  runs: readonly Series[],
  named: string | null,
  post: string | null,
): Series | undefined =>
  runs.find(({ name }) => name !== null && name === named) ??
  runs.find(({ models }) => post !== null && models.includes(post)) ??
  runs[0]
