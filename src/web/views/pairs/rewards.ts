import type { PairsQuery } from '../../generated/documents.ts'

type Data = NonNullable<PairsQuery['dataset']>
export type Pair = NonNullable<Data['pairs']>['edges'][number]['node']
export type Audit = Data['audit']

/** What one model gives a pair, as far as it has scored it. */
export type Rewards = {
  title: string
  model: string
  chosen: number | undefined
  rejected: number | undefined
}

/** The rewards of a pair: those of the audit's two models first. */
export const rewardsOf = ({ chosen, rejected }: Pair, { pre, post }: Audit): Rewards[] => {
  const models = [
    ...(pre ? [{ title: 'before', model: pre.name }] : []),
    ...(post ? [{ title: 'after', model: post.name }] : []),
  ]
  for (const { model } of [chosen, rejected].flatMap(({ rewards }) => rewards ?? []))
    if (model && !models.some((one) => one.model === model.name))
      models.push({ title: model.name, model: model.name })
  const scoreOf = ({ rewards }: Pair['chosen'], name: string) =>
    rewards?.find(({ model }) => model?.name === name)?.score
  return models.map(({ title, model }) => ({
    title,
    model,
    chosen: scoreOf(chosen, model),
    rejected: scoreOf(rejected, model),
  }))
}

export const marginOf = ({ chosen, rejected }: Rewards): number | undefined =>
  chosen === undefined || rejected === undefined ? undefined : chosen - rejected
