/** `npm run rewrite`: rewrites a dataset's entries with a language model. */
import { Command } from 'commander'
import { planRewriting } from '../src/pipeline/plan-rewriting.ts'
import { rewriteEntries } from '../src/pipeline/rewrite-entries.ts'
import { readConfig } from '../src/server/config.ts'
import { sayInterrupted, withContext } from './command.ts'
import { fail } from './fail.ts'
import { chatModelOf } from './language-model.ts'
import {
  addLanguageModelOptions,
  type LanguageModelOptions,
  limitsOf,
  selectionOf,
} from './language-model-options.ts'
import { name } from './option-values.ts'
import { confirmed, costText, estimateText, spendingSummary } from './spending.ts'

type Options = LanguageModelOptions & { rewriter: string; backend: 'openai' | 'ollama' }

const rewrite = (options: Options) =>
  withContext(readConfig(), 'rewritings', async (context) => {
    const { progress } = context
    const { dataset, rewriter, model } = options
    const backend = options.backend === 'ollama' ? 'OLLAMA' : 'OPENAI'
    const selection = selectionOf(options)
    const plan = await planRewriting(context, { dataset, rewriter, backend, model, selection })
    progress.notice(
      `${plan.entries.length} entries to rewrite (those that "${rewriter}" has rewritten are done), prompt version ${plan.origin.promptVersion}\n${estimateText(options, plan.estimate)}`,
    )
    if (options.dryRun || plan.entries.length === 0) return
    const chatModel = chatModelOf(options.backend, options)
    if (!(await confirmed(options, progress))) return
    const costOf = costText.bind(null, options)
    const outcome = await rewriteEntries(context, plan, chatModel, limitsOf(options), costOf)
    progress.notice(spendingSummary(outcome, 'entries rewritten', options))
    if (outcome.interrupted) sayInterrupted(context)
  })

const program = new Command('npm run rewrite --')
  .description("rewrites a dataset's entries with a language model; those that are rewritten already stay")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .showHelpAfterError()
  .requiredOption('--rewriter <name>', 'the name of the rewritings; of one model and prompt each', name)
addLanguageModelOptions(program, ['openai', 'ollama']).action(rewrite)

await program.parseAsync().catch(fail)
