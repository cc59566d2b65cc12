import { counted } from '../../src/domain/counted.ts'
import { hint } from '../../src/domain/hint.ts'
import { isImported } from '../../src/domain/measure.ts'
import { name, names, wholeNumber } from '../../src/imports/option-values.ts'
import type { AskLimits, AskOutcome } from '../../src/pipeline/ask-entries.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import type { LabelingPlan } from '../../src/pipeline/plan-labeling.ts'
import { BATCH_LIMITS } from '../../src/remote/openai-settings.ts'
import type { Tokens } from '../../src/remote/tokens.ts'
import { refuseNone, withContext } from '../command.ts'
import { readConfigured } from '../configured.ts'
import { confirmed } from '../confirmed.ts'
import {
  addLanguageModelOptions,
  type LanguageModelOptions,
  limitsOf,
  selectionOf,
} from '../language-model-options.ts'
import { program } from '../program.ts'
import { repeatable } from '../repeatable.ts'
import { costNote, estimateText, spendingSummary } from '../spending.ts'

type Options = LanguageModelOptions & {
  labeler: string
  backend: 'openai' | 'openai-batch' | 'ollama'
  variant?: string
  features?: string[]
  batchSize: number
  poll: number
  wait: boolean
}

type Send = (context: Context, limits: AskLimits) => Promise<AskOutcome & { underWay?: number }>

/** Opens the backend: what it lacks is said before anybody is asked to confirm. */
const openBackend = async (plan: LabelingPlan, options: Options): Promise<Send> => {
  const costOf = (tokens: Tokens) => costNote(options, tokens)
  if (options.backend !== 'openai-batch') {
    const { chatModelOf } = await import('../language-model.ts')
    const { labelEntries } = await import('../../src/pipeline/label-entries.ts')
    const model = chatModelOf(options.backend, options)
    return (context, limits) => labelEntries(context, plan, model, limits, costOf)
  }
  const { batchSize: requests, poll, wait } = options
  const batches = { requests, bytes: BATCH_LIMITS.bytes, pollMs: 1000 * poll, wait }
  const { openAiOf } = await import('../language-model.ts')
  const { openAiBatchServer } = await import('../../src/remote/openai-batch.ts')
  const { labelBatches } = await import('../../src/pipeline/label-batches.ts')
  const server = openAiBatchServer(openAiOf(options))
  return (context, limits) => labelBatches(context, plan, server, { ...limits, ...batches }, costOf)
}

const label = (options: Options) => {
  const work = async (context: Context) => {
    const { progress } = context
    const { dataset, labeler, model, features, variant } = options
    // Once there is something to do: help and wrong usage come at once.
    const { planLabeling } = await import('../../src/pipeline/plan-labeling.ts')
    const plan = await planLabeling(context, {
      dataset,
      labeler,
      backend: options.backend === 'ollama' ? 'OLLAMA' : 'OPENAI',
      model,
      features,
      variant,
      selection: selectionOf(options),
    })
    progress.notice(
      `${counted(plan.entries.length, 'entry', 'entries')} to label (those that "${labeler}" has labeled are done), prompt version ${plan.prompt.version}`,
    )
    const numbers = plan.dataset.measures.filter(isImported).map(({ name }) => name)
    if (numbers.length > 0)
      progress.notice(
        hint`${numbers.join(', ')}: not asked for, as files bring numbers by \`npm run ingest -- labels\``,
      )
    if (plan.entries.length > 0) progress.notice(estimateText(options, plan.estimate))
    const underWay = plan.batches.reduce((sum, { entries }) => sum + entries.length, 0)
    if (underWay > 0)
      progress.notice(`${underWay} more are in batches under way; --backend openai-batch fetches them`)
    const fetching = options.backend === 'openai-batch' && plan.batches.length > 0
    if (options.dryRun || (plan.entries.length === 0 && !fetching)) return
    const send = await openBackend(plan, options)
    if (plan.entries.length > 0 && !(await confirmed(context, options.yes))) return
    const outcome = await send(context, limitsOf(options))
    progress.notice(spendingSummary(outcome, 'entries labeled', options))
    if (outcome.underWay)
      progress.notice(`${outcome.underWay} batches are under way; run the same command again to fetch them`)
    refuseNone(outcome, 'labeled')
  }
  return withContext(readConfigured(), 'labels', work, repeatable(options))
}

export const labelCommand = program('label')
  .requiredOption('--labeler <name>', 'the name of the labels; of one model and prompt each', name)
  .option('--variant <rewriter>', "label this rewriter's texts instead of the originals", name)
  .option('--features <names>', 'ask for these only, with commas between them', names)
addLanguageModelOptions(labelCommand, ['openai', 'openai-batch', 'ollama'])
  .option('--batch-size <requests>', 'openai-batch: of one file', wholeNumber(1, BATCH_LIMITS.requests), 5000)
  .option('--poll <seconds>', 'openai-batch: between two looks', wholeNumber(1, 3600), 60)
  .option('--no-wait', 'openai-batch: send, fetch what has ended, and leave')
  .action(label)
