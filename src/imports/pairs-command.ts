import { Command, Option } from 'commander'
import type { Checkpoint } from '../domain/checkpoint.ts'
import { hint } from '../domain/hint.ts'
import { STAGES } from '../domain/stage.ts'
import { PAIRINGS, PREFERENCES } from '../ingest/pair-format.ts'
import { FORMAT_NAMES, formatOf, SCORED_FORMATS } from '../ingest/pair-formats.ts'
import type { PairsOptions } from '../pipeline/ingest-pairs.ts'
import { SERIES, STEP } from './checkpoint-options.ts'
import { anyNames, fieldMap, name, rowId, twoNames } from './option-values.ts'

type Options = Omit<PairsOptions, 'files' | 'taxonomy' | 'scoredBy'> &
  Checkpoint & {
    taxonomy?: string
    model?: string
    stage?: 'PRE' | 'POST'
  }

/** Whose scores the files have, as far as the options alone tell. */
const scoredBy = (
  { format, scores, model, stage, series, step }: Options,
  command: Command,
): PairsOptions['scoredBy'] => {
  const isScored = format === undefined ? undefined : formatOf(format).isScored
  if (model === undefined && (series !== undefined || step !== undefined))
    command.error('error: --series and --step need --model and --stage: what stands there?')
  if (model !== undefined && stage !== undefined) {
    if (format === undefined || isScored || scores !== undefined) return { model, stage, series, step }
  } else if (scores !== undefined)
    command.error('error: --scores needs --model and --stage: whose scores are they?')
  else if (isScored === true)
    command.error(`error: --format ${format} needs --model and --stage: whose scores are they?`)
  else if (model === undefined && stage === undefined) return undefined
  else if (format === undefined || isScored) command.error('error: --model and --stage go together')
  return command.error(
    `error: --model and --stage are for --format ${SCORED_FORMATS}; of other files --scores says where their scores are`,
  )
}

/** What is to be done with the files, told to `bring`. */
export const pairsCommand = (
  bring: (
    options: Omit<PairsOptions, 'files' | 'taxonomy'> & { taxonomy?: string },
    files: readonly string[],
  ) => Promise<void> | void,
) =>
  new Command('pairs')
    .description('preference pairs; creates the dataset')
    .requiredOption('--dataset <name>', 'the dataset', name)
    .argument(
      '<file...>',
      'JSON lines, a JSON array, CSV or TSV, each also as .gz or .zst, or Parquet or Arrow; a folder stands for its data files in the order of their names, - for standard input; row ids count the lines of all files, in this order',
    )
    .addOption(
      new Option(
        '--format <format>',
        'what the files are; left out: as the columns of the first one say',
      ).choices(FORMAT_NAMES),
    )
    .addOption(
      new Option(
        '--map <places>',
        'where the texts are in other files, as prompt=COLUMN,chosen=COLUMN,rejected=COLUMN; also tie=, group=, id=, subset=; places such as a.b and a[0] are taken',
      )
        .conflicts('format')
        .argParser(fieldMap),
    )
    .option(
      '--model <name>',
      `the reward model whose scores the files have; for ${SCORED_FORMATS}, --scores`,
      name,
    )
    .addOption(new Option('--stage <stage>', "before or after that model's training").choices(STAGES))
    .addOption(SERIES)
    .addOption(STEP)
    .option('--scores <columns>', "a model's scores of chosen and rejected, as COLUMN,COLUMN", twoNames)
    .option(
      '--group <column>',
      'what pairs are grouped by; left out: the id of the prompt, if there is one, else its text',
      name,
    )
    .option(
      '--attributes <names>',
      "which columns besides the texts are kept, with commas; '' keeps none; left out: all",
      anyNames,
    )
    .addOption(
      new Option('--pairs <which>', 'of several answers to a prompt; left out: all').choices(PAIRINGS),
    )
    .addOption(
      new Option(
        '--prefer <which>',
        'by what answers of pku-saferlhf are compared; left out: better',
      ).choices(PREFERENCES),
    )
    .option(
      '--subset <name>',
      'the name of the part of the dataset that these pairs are; left out: as their subset column says',
      name,
    )
    .option('--id <column>', "the column of the pairs' own ids", name)
    .option('--taxonomy <file>', 'JSON of the features, instead of the SEAL taxonomy')
    .option('--first-row-id <number>', 'the row id of the first line', rowId, 0)
    .option('--reject-empty', 'leave out pairs with an empty answer')
    .option('--reject-same', 'leave out pairs whose sides are the same')
    .option('--reject-repeated', 'leave out pairs that came before in these files, word for word')
    .option(
      '--replace',
      'write over pairs of another subset, and over texts that have been measured: what was measured of them is removed',
    )
    .option('--unmeasured', hint`leave the texts unmeasured; npm run measure does it later`)
    .option('--description <text>', 'of a new dataset')
    .action((files: string[], { model, stage, series, step, ...options }: Options, command: Command) =>
      bring({ ...options, scoredBy: scoredBy({ ...options, model, stage, series, step }, command) }, files),
    )
