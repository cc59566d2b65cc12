import { hint } from '../format/hint.ts'
import { shellWord } from '../format/shell-word.ts'

/** What a part of the page may be without. */
export type Need = 'PAIRS' | 'PRE' | 'POST' | 'LABELS' | 'REWRITES' | 'MODELS' | 'CHECKPOINTS'

/** What is missing, and the commands that bring it. */
type Missing = { what: string; commands: string[] }

const rewards = (dataset: string, stage: 'PRE' | 'POST', options = '') =>
  hint`npm run ingest -- rewards --dataset ${dataset} --model NAME --stage ${stage} ${options}FILE.csv`

const MISSING: Record<Need, (dataset: string) => Missing> = {
  PAIRS: (dataset) => ({
    what: 'The dataset has no pairs.',
    commands: [hint`npm run ingest -- pairs --dataset ${dataset} FILE`],
  }),
  PRE: (dataset) => ({
    what: 'There is no model before training: nothing is known of what training changed.',
    commands: [rewards(dataset, 'PRE')],
  }),
  POST: (dataset) => ({
    what: 'There is no model after training: nothing is known of what training changed.',
    commands: [rewards(dataset, 'POST')],
  }),
  MODELS: (dataset) => ({
    what: 'With three models or more, the best comes first here, of all on the same pairs: with tiers of models that these can’t tell apart, a test of each two, and what each is worst at. Rewards of another model come like this:',
    commands: [rewards(dataset, 'POST')],
  }),
  CHECKPOINTS: (dataset) => ({
    what: 'With two checkpoints of a training run or more, how often they side with people is shown over its steps, and what each feature earns. A model becomes one when its rewards come with a series and a step; those that are there can be given again, which changes none of them:',
    commands: [rewards(dataset, 'POST', '--series RUN --step NUMBER ')],
  }),
  LABELS: (dataset) => ({
    what: 'There are no labels: only what can be counted in the texts is known. A language model can label them: the first command says what that costs and sends nothing; the second takes labels that there are.',
    commands: [
      hint`npm run label -- --dataset ${dataset} --labeler NAME --backend openai --model MODEL --dry-run`,
      hint`npm run ingest -- labels --dataset ${dataset} --labeler NAME FILE.csv`,
    ],
  }),
  REWRITES: (dataset) => ({
    what: 'There are no rewritten texts. The first command says what rewriting takes and sends nothing; the second takes rewritten texts that there are.',
    commands: [
      hint`npm run rewrite -- --dataset ${dataset} --rewriter NAME --backend ollama --model MODEL --dry-run`,
      hint`npm run ingest -- rewrites --dataset ${dataset} --rewriter NAME FILE.csv`,
    ],
  }),
}

/** Of needs that are not met: what is missing, each thing once. */
export const missingOf = (needs: readonly Need[], datasetName: string): Missing[] => {
  const dataset = shellWord(datasetName)
  if (needs.includes('PAIRS')) return [MISSING.PAIRS(dataset)]
  const isUnscored = needs.includes('PRE') && needs.includes('POST')
  const rest = isUnscored ? needs.filter((need) => need !== 'PRE' && need !== 'POST') : needs
  return [
    ...(isUnscored
      ? [{ what: 'There are no rewards.', commands: [rewards(dataset, 'PRE'), rewards(dataset, 'POST')] }]
      : []),
    ...rest.map((need) => MISSING[need](dataset)),
  ]
}

type Shown = { pre: string | null; post: string | null; labeler: string | null }

/** Which needs an audit's models and labeler do not meet. */
export const unmet = (needs: readonly Need[], { pre, post, labeler }: Shown): Need[] => {
  const names: Partial<Record<Need, string | null>> = { PRE: pre, POST: post, LABELS: labeler }
  return [...new Set(needs)].filter((need) => names[need] === null)
}
