import { type Command, Option } from 'commander'
import { name, price, rowIds, wholeNumber } from '../src/imports/option-values.ts'
import type { AskLimits } from '../src/pipeline/ask-entries.ts'
import type { Selection } from '../src/pipeline/select-entries.ts'
import { RESPONSE_FORMATS, type ResponseFormat } from '../src/remote/openai-settings.ts'

/** What the commands that ask a language model about entries have in common. */
export type LanguageModelOptions = {
  dataset: string
  model: string
  baseUrl?: string
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
  priceInput?: number
  priceOutput?: number
  yes?: boolean
  dryRun?: boolean
}

const MANY = 2 ** 31 - 1
const BACKOFF_MS = 500

export const addLanguageModelOptions = (command: Command, backends: readonly string[]): Command =>
  command
    .requiredOption('--dataset <name>', 'the dataset', name)
    .addOption(new Option('--backend <backend>', "the server's API").choices(backends).makeOptionMandatory())
    .requiredOption('--model <model>', 'the model, as the server calls it', name)
    .option('--base-url <url>', 'the server, instead of OPENAI_BASE_URL or OLLAMA_HOST', name)
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
    .option('--price-input <amount>', 'of a million tokens of input', price)
    .option('--price-output <amount>', 'of a million tokens of output', price)
    .option('--yes', 'send without asking')
    .option('--dry-run', 'only estimate: send and write nothing')

export const selectionOf = ({ rowIds, sample, seed, limit }: LanguageModelOptions): Selection => ({
  rowIds,
  sample,
  seed,
  limit,
})

export const limitsOf = ({ concurrency, attempts, retries }: LanguageModelOptions): AskLimits => ({
  concurrency,
  attempts,
  retries,
  backoffMs: BACKOFF_MS,
})
