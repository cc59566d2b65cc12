/** `npm run ingest -- pairs|rewards|labels|rewrites`: brings files into a dataset. */
import path from 'node:path'
import { Command, Option } from 'commander'
import { InvalidInput } from '../src/domain/errors.ts'
import { STAGES } from '../src/domain/stage.ts'
import { PAIR_FORMATS, SCORED_FORMAT } from '../src/ingest/pair-formats.ts'
import { readTaxonomy } from '../src/ingest/taxonomy.ts'
import type { Context, Outcome } from '../src/pipeline/ingest.ts'
import { ingestLabels } from '../src/pipeline/ingest-labels.ts'
import { ingestPairs } from '../src/pipeline/ingest-pairs.ts'
import { ingestRewards } from '../src/pipeline/ingest-rewards.ts'
import { ingestRewrites } from '../src/pipeline/ingest-rewrites.ts'
import { runCommand } from './command.ts'
import { fail } from './fail.ts'
import { name, rowId } from './option-values.ts'

const summary = ({ counts, rejectsFile, revision }: Outcome): string => {
  const { read, rejected, duplicates, conflicts, changed } = counts
  const lines = [
    `${read} rows read: ${rejected} rejected, ${duplicates} repeated (the last one counts), ${conflicts} conflicts`,
    `${changed} rows of the database changed; the dataset is at revision ${revision}`,
  ]
  if (rejected + conflicts > 0)
    lines.push(`rejects and conflicts, with file and line: ${path.relative('.', rejectsFile)}`)
  return lines.join('\n')
}

/** @throws InvalidInput when there were rows, and none went in. */
const ingest = async (what: string, command: (context: Context) => Promise<Outcome>): Promise<void> => {
  const { counts } = await runCommand(what, command, summary)
  const { read, rejected, duplicates, changed } = counts
  if (read > 0 && rejected + duplicates === read && changed === 0)
    throw new InvalidInput(`none of the ${read} rows went in: see the reasons in the list of rejects`)
}

const program = new Command('npm run ingest --').exitOverride((error) =>
  process.exit(error.exitCode === 0 ? 0 : 2),
)

const dataset = (command: string, description: string) =>
  program
    .command(command)
    .description(description)
    .requiredOption('--dataset <name>', 'the dataset', name)
    .showHelpAfterError()

dataset('pairs', 'preference pairs; creates the dataset')
  .argument(
    '<file...>',
    'JSONL, JSONL.gz or, for trl, Parquet; row ids count the lines of all files, in this order',
  )
  .addOption(new Option('--format <format>', 'what the files are').choices(PAIR_FORMATS).default('hh-rlhf'))
  .option('--model <name>', `the reward model whose scores the files have; for ${SCORED_FORMAT}`, name)
  .addOption(new Option('--stage <stage>', "before or after that model's training").choices(STAGES))
  .option('--subset <name>', 'the name of the part of the dataset that these pairs are', name)
  .option('--taxonomy <file>', 'JSON of the features, instead of the SEAL taxonomy')
  .option('--first-row-id <number>', 'the row id of the first line', rowId, 0)
  .option('--replace', 'write over pairs of another subset')
  .option('--description <text>', 'of a new dataset')
  .action(async (files: string[], { taxonomy, model, stage, ...options }, command: Command) => {
    const scored = options.format === SCORED_FORMAT
    if (scored && (model === undefined || stage === undefined))
      command.error(`error: --format ${SCORED_FORMAT} needs --model and --stage: whose scores are they?`)
    if (!scored && (model !== undefined || stage !== undefined))
      command.error(
        `error: --model and --stage are for --format ${SCORED_FORMAT}; other files have no scores`,
      )
    const own = taxonomy === undefined ? undefined : await readTaxonomy(taxonomy)
    const scoredBy = scored ? { model, stage } : undefined
    await ingest('pairs', (context) => ingestPairs(context, { ...options, scoredBy, taxonomy: own, files }))
  })

dataset('rewards', 'the rewards of one model, as CSV row_id,chosen_score,rejected_score')
  .argument('<file>')
  .requiredOption('--model <name>', 'the reward model', name)
  .addOption(new Option('--stage <stage>', 'before or after training').choices(STAGES).makeOptionMandatory())
  .action((file: string, options) =>
    ingest('rewards', (context) => ingestRewards(context, { ...options, file })),
  )

dataset('labels', 'the labels of one labeler, as CSV row_id,preference and a column per feature')
  .argument('<file>')
  .requiredOption('--labeler <name>', 'the labeler', name)
  .option('--incomplete', 'take a file without some of the columns')
  .action((file: string, options) =>
    ingest('labels', (context) => ingestLabels(context, { ...options, file })),
  )

dataset(
  'rewrites',
  'rewritten pairs with their similarities, rewards and labels, as the reference writes them',
)
  .argument('<file>')
  .requiredOption('--rewriter <name>', 'who rewrote them', name)
  .option('--pre <model>', "the model of rm_control; left out: the dataset's own", name)
  .option('--post <model>', "the model of rm_aligned; left out: the dataset's own", name)
  .option('--labeler <name>', "the labeler; left out: the dataset's own", name)
  .option('--incomplete', 'take a file without some of the columns')
  .action((file: string, options) =>
    ingest('rewrites', (context) => ingestRewrites(context, { ...options, file })),
  )

await program.parseAsync().catch(fail)
