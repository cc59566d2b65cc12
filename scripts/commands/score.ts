import { Option } from 'commander'
import { counted } from '../../src/domain/counted.ts'
import { stopIfAborted } from '../../src/domain/interruption.ts'
import { STAGES } from '../../src/domain/stage.ts'
import { SERIES, STEP } from '../../src/imports/checkpoint-options.ts'
import { name, names, wholeNumber } from '../../src/imports/option-values.ts'
import type { Context, Outcome } from '../../src/pipeline/ingest.ts'
import { HTTP_FORMATS } from '../../src/score/http-formats.ts'
import { INPUT_KINDS } from '../../src/score/input.ts'
import type { Scorer } from '../../src/score/scorer.ts'
import { refuseNone, runCommand } from '../command.ts'
import { fromHere } from '../from-here.ts'
import { program } from '../program.ts'
import { repeatable } from '../repeatable.ts'

const MANY = 2 ** 31 - 1

const summary = ({ counts, rejectsFile, revision, interrupted }: Outcome): string => {
  const { read, rejected } = counts
  if (read === 0 && !interrupted) return 'no entry is without a reward of this model: there is nothing to do'
  const lines = [
    `${counted(read, 'entry', 'entries')}: ${read - rejected} scored, ${rejected} that could not be`,
    `the dataset is at revision ${revision}`,
  ]
  if (rejected > 0) lines.push(`what could not be scored, and why: ${fromHere(rejectsFile)}`)
  return lines.join('\n')
}

export const scoreCommand = program('score')
  .requiredOption('--dataset <name>', 'the dataset', name)
  .requiredOption('--model <name>', 'the reward model', name)
  .addOption(new Option('--stage <stage>', 'before or after training').choices(STAGES).makeOptionMandatory())
  .addOption(SERIES)
  .addOption(STEP)
  .option('--variant <rewriter>', "score this rewriter's entries instead of the original ones", name)
  .addOption(
    new Option('--backend <backend>', 'where the model runs').choices(['onnx', 'http']).makeOptionMandatory(),
  )
  .option('--revision <name>', 'the revision of the model, to be kept with it', name)
  .optionsGroup('onnx:')
  .option('--path <directory>', 'model.onnx, tokenizer.json and their configurations', name)
  .option('--file <name>', 'another ONNX file of the directory', name)
  .addOption(
    new Option(
      '--input <input>',
      "prompt and response as a pair, or messages in the model's chat template; left out: chat where it has one",
    ).choices(INPUT_KINDS),
  )
  .option('--max-length <tokens>', 'the longest input; left out: as the model says', wholeNumber(1, MANY))
  .option('--budget <tokens>', 'padded tokens of a batch', wholeNumber(1, MANY), 1024)
  .option('--providers <list>', 'execution providers, by comma, the preferred one first', names, ['cpu'])
  .option('--workers <number>', 'sessions, each a thread; left out: one a core', wholeNumber(1, 1000))
  .optionsGroup('http (a token comes from the environment, SCORE_API_KEY):')
  .option('--url <url>', 'of the server, without /predict and the like', name)
  .addOption(new Option('--format <format>', 'what it speaks').choices(HTTP_FORMATS))
  .option('--served-model <name>', 'as the server names it', name)
  .option('--messages', 'send chat messages, one conversation a request, for the template of the server')
  .option('--request-size <texts>', 'texts of a request', wholeNumber(1, 2048), 32)
  .option('--concurrency <number>', 'requests at once', wholeNumber(1, 1000), 4)
  // Node's fetch itself gives up after 300 seconds of silence.
  .option('--timeout <seconds>', 'of a request', wholeNumber(1, 290), 120)
  .option(
    '--retries <number>',
    'of a request, after 429, 5xx, timeouts and dropped connections',
    wholeNumber(0, 100),
    6,
  )
  .action(async (all) => {
    const { dataset, model, stage, series, step, variant, backend, ...options } = all
    const needed = backend === 'onnx' ? ['path'] : ['url', 'format']
    for (const option of needed)
      if (options[option] === undefined) scoreCommand.error(`error: --backend ${backend} needs --${option}`)
    if (options.messages && !options.format?.startsWith('vllm'))
      scoreCommand.error('error: --messages is for vLLM')
    const open = async ({ signal }: Context): Promise<Scorer> => {
      // Only what is needed: the runtime takes a while to load.
      if (backend === 'onnx') return (await import('../../src/score/onnx.ts')).openOnnxScorer(options)
      const { servedModel, timeout, ...rest } = options
      const token = process.env.SCORE_API_KEY
      const http = { ...rest, model: servedModel, timeoutMs: 1000 * timeout, token }
      return (await import('../../src/score/http.ts')).openHttpScorer(http, signal)
    }
    const command = async (context: Context) => {
      const { scoreEntries } = await import('../../src/pipeline/score-entries.ts')
      const scorer = await open(context)
      try {
        stopIfAborted(context.signal)
        return await scoreEntries(context, { dataset, model, stage, series, step, variant }, scorer)
      } finally {
        await scorer.close()
      }
    }
    refuseNone(await runCommand('score', command, summary, repeatable(all)), 'scored')
  })
