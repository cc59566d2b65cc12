/** `npm run label`: labels a dataset's entries with a language model. */
import path from 'node:path'
import { Command, Option } from 'commander'
import type { AskLimits, AskOutcome } from '../src/pipeline/ask-entries.ts'
import type { Context } from '../src/pipeline/ingest.ts'
import { labelBatches } from '../src/pipeline/label-batches.ts'
import { labelEntries } from '../src/pipeline/label-entries.ts'
import { type LabelingPlan, planLabeling, TEMPERATURE } from '../src/pipeline/plan-labeling.ts'
import type { ChatModel } from '../src/remote/chat-model.ts'
import { ollamaChat } from '../src/remote/ollama-chat.ts'
import { BATCH_LIMITS, openAiBatchServer } from '../src/remote/openai-batch.ts'
import { openAiChat, RESPONSE_FORMATS, type ResponseFormat } from '../src/remote/openai-chat.ts'
import type { Tokens } from '../src/remote/tokens.ts'
import { readConfig } from '../src/server/config.ts'
import { withContext } from './command.ts'
import { confirmed } from './confirmed.ts'
import { fail } from './fail.ts'
import { name, names, price, rowIds, wholeNumber } from './option-values.ts'

type Options = {
  dataset: string
  labeler: string
  backend: 'openai' | 'openai-batch' | 'ollama'
  model: string
  variant?: string
  features?: string[]
  limit?: number
  sample?: number
  seed?: number
  rowIds?: [number, number][]
  concurrency: number
  attempts: number
  retries: number
  timeout: number
  responseFormat: ResponseFormat
  contextLength: number
  batchSize: number
  poll: number
  wait: boolean
  baseUrl?: string
  priceInput?: number
  priceOutput?: number
  yes?: boolean
  dryRun?: boolean
}

const MANY = 2 ** 31 - 1
const BACKOFF_MS = 500

type Send = (context: Context, limits: AskLimits) => Promise<AskOutcome & { underWay?: number }>

/** Opens the backend: what it lacks is said before anybody is asked to confirm. */
const openBackend = (plan: LabelingPlan, options: Options): Send => {
  const { model, responseFormat, contextLength, baseUrl } = options
  const common = { model, temperature: TEMPERATURE, timeoutMs: 1000 * options.timeout }
  const { OPENAI_BASE_URL, OPENAI_API_KEY, OLLAMA_HOST } = process.env
  const costOf = (tokens: Tokens) => costText(options, tokens)
  const now =
    (model: ChatModel): Send =>
    (context, limits) =>
      labelEntries(context, plan, model, limits, costOf)
  if (options.backend === 'ollama')
    return now(ollamaChat({ ...common, contextLength, host: baseUrl ?? OLLAMA_HOST }))
  const server = { baseUrl: baseUrl || OPENAI_BASE_URL || undefined, apiKey: OPENAI_API_KEY }
  const openAi = { ...common, responseFormat, ...server }
  if (options.backend === 'openai') return now(openAiChat(openAi))
  const { batchSize: requests, poll, wait } = options
  const batches = { requests, bytes: BATCH_LIMITS.bytes, pollMs: 1000 * poll, wait }
  const batchServer = openAiBatchServer(openAi)
  return (context, limits) => labelBatches(context, plan, batchServer, { ...limits, ...batches }, costOf)
}

const costText = ({ priceInput, priceOutput }: Options, { input, output }: Tokens): string => {
  const tokens = `${input} tokens in, ${output} out`
  if (priceInput === undefined && priceOutput === undefined) return tokens
  const cost = (input * (priceInput ?? 0) + output * (priceOutput ?? 0)) / 1e6
  return `${tokens}, costing ${cost.toFixed(cost < 1 ? 4 : 2)}`
}

const estimateText = (plan: LabelingPlan, options: Options): string =>
  [
    `${plan.entries.length} entries to label (those that "${options.labeler}" has labeled are done), prompt version ${plan.prompt.version}`,
    `estimate: ${costText(options, plan.estimate)} (a token for every 4 bytes; answers that have to be repeated come on top)`,
    ...(options.priceInput === undefined && options.priceOutput === undefined
      ? ['give --price-input and --price-output, per million tokens, to see what that costs']
      : []),
  ].join('\n')

const summary = ({ counts, spent, replies, rejectsFile, revision }: AskOutcome, options: Options): string => {
  const lines = [
    `${replies} replies: ${costText(options, spent)}`,
    `${counts.changed} entries labeled, ${counts.rejected} rejected; the dataset is at revision ${revision}`,
  ]
  if (counts.rejected > 0) lines.push(`rejected entries, with reasons: ${path.relative('.', rejectsFile)}`)
  return lines.join('\n')
}

const label = (options: Options) =>
  withContext(readConfig(), 'labels', async (context) => {
    const { progress } = context
    const { dataset, labeler, model, features, variant, limit, sample, seed } = options
    const selection = { rowIds: options.rowIds, sample, seed, limit }
    const backend = options.backend === 'ollama' ? 'OLLAMA' : 'OPENAI'
    const plan = await planLabeling(context, {
      dataset,
      labeler,
      backend,
      model,
      features,
      variant,
      selection,
    })
    progress.notice(estimateText(plan, options))
    const underWay = plan.batches.reduce((sum, { entries }) => sum + entries.length, 0)
    if (underWay > 0)
      progress.notice(`${underWay} more are in batches under way; --backend openai-batch fetches them`)
    const fetching = options.backend === 'openai-batch' && plan.batches.length > 0
    if (options.dryRun || (plan.entries.length === 0 && !fetching)) return
    const send = openBackend(plan, options)
    if (plan.entries.length > 0 && !(await confirmed(progress, options.yes))) return
    const { concurrency, attempts, retries } = options
    const outcome = await send(context, { concurrency, attempts, retries, backoffMs: BACKOFF_MS })
    progress.notice(summary(outcome, options))
    if (outcome.underWay)
      progress.notice(`${outcome.underWay} batches are under way; run the same command again to fetch them`)
    if (!outcome.interrupted) return
    progress.notice('interrupted; run the same command again to go on')
    process.exitCode = 1
  })

const program = new Command('npm run label --')
  .description("labels a dataset's entries with a language model; those that are labeled already stay")
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .showHelpAfterError()
  .requiredOption('--dataset <name>', 'the dataset', name)
  .requiredOption('--labeler <name>', 'the name of the labels; of one model and prompt each', name)
  .addOption(
    new Option('--backend <backend>', "the server's API")
      .choices(['openai', 'openai-batch', 'ollama'])
      .makeOptionMandatory(),
  )
  .requiredOption('--model <model>', 'the model, as the server calls it', name)
  .option('--base-url <url>', 'the server, instead of OPENAI_BASE_URL or OLLAMA_HOST', name)
  .option('--variant <rewriter>', "label this rewriter's texts instead of the originals", name)
  .option('--features <names>', 'ask for these only, with commas between them', names)
  .option('--limit <entries>', 'at most so many entries now', wholeNumber(1, MANY))
  .option('--sample <pairs>', 'only so many random pairs', wholeNumber(1, MANY))
  .option('--seed <number>', 'of the sample', wholeNumber(0, MANY))
  .option('--row-ids <ids>', 'only these pairs, such as 0-99,200', rowIds)
  .option('--concurrency <requests>', 'requests under way at a time', wholeNumber(1, 1000), 8)
  .option('--attempts <answers>', 'how many invalid answers an entry may have', wholeNumber(1, 100), 3)
  .option('--retries <requests>', 'how often a failed request is repeated', wholeNumber(0, 100), 6)
  // Node's fetch itself gives up after 300 seconds of silence.
  .option('--timeout <seconds>', 'for one request', wholeNumber(1, 290), 120)
  .addOption(
    new Option('--response-format <format>', 'openai: structured outputs, or JSON mode')
      .choices(RESPONSE_FORMATS)
      .default('json_schema'),
  )
  .option('--context-length <tokens>', 'ollama: the context window', wholeNumber(512, MANY), 8192)
  .option('--batch-size <requests>', 'openai-batch: of one file', wholeNumber(1, BATCH_LIMITS.requests), 5000)
  .option('--poll <seconds>', 'openai-batch: between two looks', wholeNumber(1, 3600), 60)
  .option('--no-wait', 'openai-batch: send, fetch what has ended, and leave')
  .option('--price-input <amount>', 'of a million tokens of input', price)
  .option('--price-output <amount>', 'of a million tokens of output', price)
  .option('--yes', 'send without asking')
  .option('--dry-run', 'only estimate: send and write nothing')
  .action(label)

await program.parseAsync().catch(fail)
