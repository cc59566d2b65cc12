import { counted } from '../../src/domain/counted.ts'
import { hint } from '../../src/domain/hint.ts'
import { name } from '../../src/imports/option-values.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { auditSteps } from '../audit-steps.ts'
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
import { withoutGaps } from '../stopping.ts'

type Options = LanguageModelOptions & {
  rewriter: string
  backend: 'openai' | 'ollama'
  audit?: boolean
  embedPath?: string
  embedModel?: string
}

/** How similarities are computed, where that is said here. */
const embeddingOf = ({ embedPath, embedModel }: Options) => {
  if (embedPath !== undefined) return repeatable({ backend: 'onnx', path: embedPath })
  return embedModel === undefined ? undefined : repeatable({ backend: 'openai', model: embedModel })
}

/** Rewrites, and tells whether what comes after that may begin. */
const rewriteNow = async (context: Context, options: Options): Promise<boolean> => {
  const { progress } = context
  const { dataset, rewriter, model } = options
  const backend = options.backend === 'ollama' ? 'OLLAMA' : 'OPENAI'
  const selection = selectionOf(options)
  // Once there is something to do: help and wrong usage come at once.
  const { planRewriting } = await import('../../src/pipeline/plan-rewriting.ts')
  const plan = await planRewriting(context, { dataset, rewriter, backend, model, selection })
  progress.notice(
    `${counted(plan.entries.length, 'entry', 'entries')} to rewrite (those that "${rewriter}" has rewritten are done), prompt version ${plan.origin.promptVersion}`,
  )
  if (plan.entries.length > 0) progress.notice(estimateText(options, plan.estimate))
  if (options.dryRun) return false
  if (plan.entries.length === 0) return true
  const { chatModelOf } = await import('../language-model.ts')
  const { rewriteEntries } = await import('../../src/pipeline/rewrite-entries.ts')
  const chatModel = chatModelOf(options.backend, options)
  if (!(await confirmed(context, options.yes))) return false
  const costOf = costNote.bind(null, options)
  const outcome = await rewriteEntries(context, plan, chatModel, limitsOf(options), costOf)
  progress.notice(spendingSummary(outcome, 'entries rewritten', options))
  refuseNone(outcome, 'rewritten')
  return !outcome.interrupted
}

const rewrite = async (options: Options) => {
  const { dataset, rewriter, audit, yes } = options
  let next: (() => Promise<void>)[] = []
  const work = async (context: Context) => {
    const { planAudit } = await import('../../src/pipeline/plan-audit.ts')
    // What can't be done afterwards is said before anything is paid.
    const plan = audit ? await planAudit(context, dataset, embeddingOf(options)) : []
    const steps = auditSteps(plan, { dataset, rewriter, yes })
    if (audit) context.progress.notice(`afterwards:\n${steps.map(({ text }) => `  ${text}`).join('\n')}`)
    if (await rewriteNow(context, options)) next = steps.map(({ run }) => run)
  }
  await withoutGaps(async () => {
    await withContext(readConfigured(), 'rewritings', work, repeatable(options))
    for (const run of next) {
      await run()
      if (process.exitCode) return
    }
  })
}

export const rewriteCommand = program('rewrite').requiredOption(
  '--rewriter <name>',
  'the name of the rewritings; of one model and prompt each',
  name,
)
addLanguageModelOptions(rewriteCommand, ['openai', 'ollama'])
  .option('--audit', 'then score, embed and label them, as was done before with the originals')
  .option('--embed-path <directory>', hint`audit: the embedding model, as npm run embed has it`, name)
  .option('--embed-model <model>', 'audit: the embedding model of an OpenAI-compatible server', name)
  .action(rewrite)
