import { Option } from 'commander'
import { counted } from '../../src/domain/counted.ts'
import { stopIfAborted } from '../../src/domain/interruption.ts'
import { name, names, price, wholeNumber } from '../../src/imports/option-values.ts'
import type { Context, Outcome } from '../../src/pipeline/ingest.ts'
import { ENCODING_FORMATS, type EncodingFormat } from '../../src/remote/openai-settings.ts'
import type { Embedder } from '../../src/score/embedder.ts'
import { refuseNone, withContext } from '../command.ts'
import { readConfigured } from '../configured.ts'
import { confirmed } from '../confirmed.ts'
import { fromHere } from '../from-here.ts'
import { program } from '../program.ts'
import { repeatable } from '../repeatable.ts'

type Options = {
  dataset: string
  rewriter: string
  backend: 'onnx' | 'openai'
  path?: string
  file?: string
  revision?: string
  maxLength?: number
  budget: number
  providers: string[]
  workers?: number
  model?: string
  baseUrl?: string
  encodingFormat: EncodingFormat
  requestSize: number
  concurrency: number
  timeout: number
  retries: number
  price?: number
  yes?: boolean
  dryRun?: boolean
}

const MANY = 2 ** 31 - 1
const BACKOFF_MS = 500

const openEmbedder = async ({ path = '', model = '', ...options }: Options): Promise<Embedder> => {
  // Only what is needed: the runtime takes a while to load.
  if (options.backend === 'onnx')
    return (await import('../../src/score/onnx-embedder.ts')).openOnnxEmbedder({ ...options, path })
  const { openOpenAiEmbedder } = await import('../../src/score/openai-embedder.ts')
  const { OPENAI_BASE_URL, OPENAI_API_KEY } = process.env
  return openOpenAiEmbedder({
    ...options,
    model,
    baseUrl: options.baseUrl || OPENAI_BASE_URL || undefined,
    // An estimate sends nothing.
    apiKey: OPENAI_API_KEY || (options.dryRun ? 'none' : undefined),
    timeoutMs: 1000 * options.timeout,
    backoffMs: BACKOFF_MS,
  })
}

/** For the progress, which has little room: what the tokens cost, or how many they are. */
const costNote = ({ price }: Options, tokens: number): string => {
  if (price === undefined) return `${tokens} tokens`
  const cost = (tokens * price) / 1e6
  return `costing ${cost.toFixed(cost < 1 ? 4 : 2)}`
}

const costText = (options: Options, tokens: number): string =>
  options.price === undefined ? costNote(options, tokens) : `${tokens} tokens, ${costNote(options, tokens)}`

const estimateText = (options: Options, { entries, tokens }: { entries: number; tokens: number }): string => {
  const lines = [
    `${counted(entries, 'entry', 'entries')} of "${options.rewriter}" without a similarity`,
    `estimate: ${costText(options, tokens)} for originals and rewritings (a token for every 4 bytes)`,
  ]
  if (options.backend === 'openai' && options.price === undefined)
    lines.push('give --price, of a million tokens, to see what that costs')
  return lines.join('\n')
}

const summary = ({ counts, rejectsFile, revision, interrupted }: Outcome): string => {
  const { read, rejected } = counts
  if (read === 0 && !interrupted) return 'no entry is without a similarity: there is nothing to do'
  const lines = [
    `${counted(read, 'entry', 'entries')}: ${read - rejected} compared with their originals, ${rejected} that could not be`,
    `the dataset is at revision ${revision}`,
  ]
  if (rejected > 0) lines.push(`what could not be compared, and why: ${fromHere(rejectsFile)}`)
  return lines.join('\n')
}

const embed = (options: Options) => {
  const work = async (context: Context) => {
    const { progress } = context
    // Once there is something to do: help and wrong usage come at once.
    const { embedRewrites, estimateEmbedding } = await import('../../src/pipeline/embed-rewrites.ts')
    const embedder = await openEmbedder(options)
    try {
      stopIfAborted(context.signal)
      if (options.backend === 'openai' || options.dryRun) {
        const estimate = await estimateEmbedding(context, options, embedder)
        progress.notice(estimateText(options, estimate))
        if (options.dryRun || estimate.entries === 0) return
        if (!(await confirmed(context, options.yes))) return
      }
      const outcome = await embedRewrites(context, options, embedder, (tokens) => costNote(options, tokens))
      const spent = embedder.spent()
      if (spent !== null) progress.notice(`spent: ${costText(options, spent)}`)
      progress.notice(summary(outcome))
      refuseNone(outcome, 'compared')
    } finally {
      await embedder.close()
    }
  }
  return withContext(readConfigured(), 'similarities', work, repeatable(options))
}

export const embedCommand = program('embed')
  .requiredOption('--dataset <name>', 'the dataset', name)
  .requiredOption('--rewriter <name>', 'whose entries are compared with the originals', name)
  .addOption(
    new Option('--backend <backend>', 'where the model runs')
      .choices(['onnx', 'openai'])
      .makeOptionMandatory(),
  )
  .option('--dry-run', 'only estimate: embed and write nothing')
  .optionsGroup('onnx:')
  .option('--path <directory>', 'model.onnx, tokenizer.json and their configurations', name)
  .option('--file <name>', 'another ONNX file of the directory', name)
  .option('--revision <name>', 'the revision of the model, to be kept with the similarities', name)
  .option('--max-length <tokens>', 'the longest input; left out: as the model says', wholeNumber(1, MANY))
  .option('--budget <tokens>', 'padded tokens of a batch', wholeNumber(1, MANY), 1024)
  .option('--providers <list>', 'execution providers, by comma, the preferred one first', names, ['cpu'])
  .option('--workers <number>', 'sessions, each a thread; left out: one a core', wholeNumber(1, 1000))
  .optionsGroup('openai (the key comes from the environment, OPENAI_API_KEY):')
  .option('--model <model>', 'the model, as the server calls it', name)
  .option('--base-url <url>', 'the server, instead of OPENAI_BASE_URL', name)
  .addOption(
    new Option('--encoding-format <format>', 'how vectors come back')
      .choices(ENCODING_FORMATS)
      .default('float'),
  )
  .option('--request-size <texts>', 'texts of a request', wholeNumber(1, 2048), 32)
  .option('--concurrency <requests>', 'requests under way at a time', wholeNumber(1, 1000), 4)
  // Node's fetch itself gives up after 300 seconds of silence.
  .option('--timeout <seconds>', 'for one request', wholeNumber(1, 290), 120)
  .option('--retries <requests>', 'how often a failed request is repeated', wholeNumber(0, 100), 6)
  .option('--price <amount>', 'of a million tokens', price)
  .option('--yes', 'send without asking')
  .action(async (options: Options) => {
    const needed = options.backend === 'onnx' ? 'path' : 'model'
    if (options[needed] === undefined)
      embedCommand.error(`error: --backend ${options.backend} needs --${needed}`)
    await embed(options)
  })
