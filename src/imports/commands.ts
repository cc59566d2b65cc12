import { Command, Option } from 'commander'
import { STAGES } from '../domain/stage.ts'
import type { LabelsOptions } from '../pipeline/ingest-labels.ts'
import type { PairsOptions } from '../pipeline/ingest-pairs.ts'
import type { RewardsOptions } from '../pipeline/ingest-rewards.ts'
import type { RewritesOptions } from '../pipeline/ingest-rewrites.ts'
import type { Place } from '../pipeline/inputs.ts'
import { SERIES, STEP } from './checkpoint-options.ts'
import { name } from './option-values.ts'
import { pairsCommand } from './pairs-command.ts'

/** What each import is asked for, by the name of its command. The taxonomy of pairs is a file. */
export type ImportOptions = {
  pairs: Omit<PairsOptions, 'files' | 'taxonomy'> & { taxonomy?: string }
  rewards: Omit<RewardsOptions, 'file'>
  labels: Omit<LabelsOptions, 'file'>
  rewrites: Omit<RewritesOptions, 'file'>
  taxonomy: { dataset: string }
}
export type ImportKind = keyof ImportOptions

/** An import as it was asked for. */
export type ImportRequest = {
  [Kind in ImportKind]: { kind: Kind; options: ImportOptions[Kind]; files: readonly Place[] }
}[ImportKind]

type Bring = (request: ImportRequest) => Promise<void> | void

const command = (kind: ImportKind, description: string) =>
  new Command(kind).description(description).requiredOption('--dataset <name>', 'the dataset', name)

const ID = ['--id <column>', "the column of the pairs' own ids, instead of row_id", name] as const
const FILE = ['<file>', 'the file, also as .gz or .zst; - for standard input'] as const
const INCOMPLETE = ['--incomplete', 'take a file without some of the columns'] as const

const rewardsCommand = (bring: Bring) =>
  command(
    'rewards',
    'the rewards of one model, as CSV row_id,chosen_score,rejected_score, or rows of JSON or Parquet with these keys',
  )
    .argument(...FILE)
    .requiredOption('--model <name>', 'the reward model', name)
    .option(...ID)
    .addOption(
      new Option('--stage <stage>', 'before or after training').choices(STAGES).makeOptionMandatory(),
    )
    .addOption(SERIES)
    .addOption(STEP)
    .action((file: string, options) => bring({ kind: 'rewards', options, files: [file] }))

const labelsCommand = (bring: Bring) =>
  command(
    'labels',
    'the labels of one labeler, as CSV row_id,preference and a column per feature; numbers that are declared, too',
  )
    .argument(...FILE)
    .option('--labeler <name>', 'the labeler; a file of numbers alone needs none', name)
    .option(...ID)
    .option(...INCOMPLETE)
    .action((file: string, options) => bring({ kind: 'labels', options, files: [file] }))

const rewritesCommand = (bring: Bring) =>
  command(
    'rewrites',
    'rewritten pairs with their similarities, rewards and labels, as the reference writes them',
  )
    .argument(...FILE)
    .requiredOption('--rewriter <name>', 'who rewrote them', name)
    .option(...ID)
    .option('--pre <model>', "the model of rm_control; left out: the dataset's own", name)
    .option('--post <model>', "the model of rm_aligned; left out: the dataset's own", name)
    .option('--labeler <name>', "the labeler; left out: the dataset's own", name)
    .option(...INCOMPLETE)
    .option(
      '--replace',
      'write over rewritten texts that have been measured: what was measured of them is removed',
    )
    .action((file: string, options) => bring({ kind: 'rewrites', options, files: [file] }))

const taxonomyCommand = (bring: Bring) =>
  command(
    'taxonomy',
    'another taxonomy for a dataset; one that has labels can gain features, behind those that it has',
  )
    .argument('<file>', 'JSON')
    .action((file: string, options) => bring({ kind: 'taxonomy', options, files: [file] }))

/** What is imported, each as a command that hands what it was asked for to `bring`. */
export const importCommands = (bring: Bring): Command[] => [
  pairsCommand((options, files) => bring({ kind: 'pairs', options, files })),
  ...[rewardsCommand, labelsCommand, rewritesCommand, taxonomyCommand].map((make) => make(bring)),
]
