/** `npm run ingest -- pairs|rewards|labels|rewrites`: brings files into a dataset. */

import { Command, Option } from 'commander'
import { counted } from '../src/domain/counted.ts'
import { Conflict, InvalidInput } from '../src/domain/errors.ts'
import { shellWord } from '../src/domain/shell-word.ts'
import { STAGES } from '../src/domain/stage.ts'
import type { Context, IngestOutcome } from '../src/pipeline/ingest.ts'
import { SERIES, STEP } from './checkpoint-options.ts'
import { runCommand, withContext } from './command.ts'
import { pairsCommand } from './commands/ingest-pairs.ts'
import { readConfigured } from './configured.ts'
import { fail } from './fail.ts'
import { type Import, importSummary } from './import-summary.ts'
import { name } from './option-values.ts'

const readTaxonomy = async (file: string) => (await import('../src/ingest/taxonomy.ts')).readTaxonomy(file)

/** @throws InvalidInput when there were rows, and none went in; Conflict for texts that would have changed what was measured. */
const ingest = async (
  progress: string,
  about: Import,
  command: (context: Context) => Promise<IngestOutcome>,
): Promise<void> => {
  const say = async (outcome: IngestOutcome, { prisma }: Context) => {
    const made = outcome.revision !== null && !outcome.interrupted
    const { nextStep } = await import('./next-step.ts')
    const next = made ? await nextStep(prisma, readConfigured(), about.dataset) : []
    return [...importSummary(outcome, about), ...next].join('\n')
  }
  const { counts, measured } = await runCommand(progress, command, say)
  const { read, rejected, duplicates, changed } = counts
  if (measured > 0)
    throw new Conflict(
      `${measured} of ${counted(read, 'row')} with other texts than those that were measured: see the list of conflicts`,
    )
  if (read > 0 && rejected + duplicates === read && changed === 0)
    throw new InvalidInput(`none of ${counted(read, 'row')} went in: see the reasons in the list of rejects`)
}

// What takes a while to load is loaded by what is done with it: help and wrong usage come at once.
const program = new Command('npm run ingest --').exitOverride((error) =>
  process.exit(error.exitCode === 0 ? 0 : 2),
)

const dataset = (command: string, description: string) =>
  program
    .command(command)
    .description(description)
    .requiredOption('--dataset <name>', 'the dataset', name)
    .showHelpAfterError()

program.addCommand(
  pairsCommand(async ({ taxonomy, ...options }) => {
    const own = taxonomy === undefined ? {} : await readTaxonomy(taxonomy)
    const { ingestPairs } = await import('../src/pipeline/ingest-pairs.ts')
    await ingest('pairs', { dataset: options.dataset, thing: 'pair' }, (context) =>
      ingestPairs(context, { ...options, ...own }),
    )
  }).copyInheritedSettings(program),
)

dataset(
  'rewards',
  'the rewards of one model, as CSV row_id,chosen_score,rejected_score, or rows of JSON or Parquet with these keys',
)
  .argument('<file>')
  .requiredOption('--model <name>', 'the reward model', name)
  .option('--id <column>', "the column of the pairs' own ids, instead of row_id", name)
  .addOption(new Option('--stage <stage>', 'before or after training').choices(STAGES).makeOptionMandatory())
  .addOption(SERIES)
  .addOption(STEP)
  .action(async (file: string, options) => {
    const { ingestRewards } = await import('../src/pipeline/ingest-rewards.ts')
    await ingest(
      'rewards',
      { dataset: options.dataset, what: `rewards of "${options.model}"`, thing: 'pair' },
      (context) => ingestRewards(context, { ...options, file }),
    )
  })

dataset(
  'labels',
  'the labels of one labeler, as CSV row_id,preference and a column per feature; numbers that are declared, too',
)
  .argument('<file>')
  .option('--labeler <name>', 'the labeler; a file of numbers alone needs none', name)
  .option('--id <column>', "the column of the pairs' own ids, instead of row_id", name)
  .option('--incomplete', 'take a file without some of the columns')
  .action(async (file: string, options) => {
    const { ingestLabels } = await import('../src/pipeline/ingest-labels.ts')
    await ingest(
      'labels',
      {
        dataset: options.dataset,
        what: options.labeler === undefined ? 'numbers' : `labels of "${options.labeler}"`,
        thing: 'entry',
      },
      (context) => ingestLabels(context, { ...options, file }),
    )
  })

dataset(
  'rewrites',
  'rewritten pairs with their similarities, rewards and labels, as the reference writes them',
)
  .argument('<file>')
  .requiredOption('--rewriter <name>', 'who rewrote them', name)
  .option('--id <column>', "the column of the pairs' own ids, instead of row_id", name)
  .option('--pre <model>', "the model of rm_control; left out: the dataset's own", name)
  .option('--post <model>', "the model of rm_aligned; left out: the dataset's own", name)
  .option('--labeler <name>', "the labeler; left out: the dataset's own", name)
  .option('--incomplete', 'take a file without some of the columns')
  .option(
    '--replace',
    'write over rewritten texts that have been measured: what was measured of them is removed',
  )
  .action(async (file: string, options) => {
    const { ingestRewrites } = await import('../src/pipeline/ingest-rewrites.ts')
    await ingest(
      'rewrites',
      { dataset: options.dataset, what: `rewritings by "${options.rewriter}"`, thing: 'pair' },
      (context) => ingestRewrites(context, { ...options, file }),
    )
  })

dataset(
  'taxonomy',
  'another taxonomy for a dataset; one that has labels can gain features, behind those that it has',
)
  .argument('<file>', 'JSON')
  .action(async (file: string, options) => {
    const declared = await readTaxonomy(file)
    const { ingestTaxonomy } = await import('../src/pipeline/ingest-taxonomy.ts')
    await withContext(readConfigured(), 'taxonomy', async (context) => {
      const outcome = await ingestTaxonomy(context, { ...options, ...declared })
      const { added, numbers, labeled, revision } = outcome
      const names = [...added, ...numbers]
      const features = names.length > 0 ? `: ${names.join(', ')}` : ''
      const of = `--dataset ${shellWord(options.dataset)}`
      const lines = [
        `taxonomy of dataset "${options.dataset}", at revision ${revision}: ${counted(names.length, 'feature')} new${features}`,
      ]
      if (labeled && added.length > 0)
        lines.push(
          `what it lacks next: their labels, by \`npm run ingest -- labels ${of} --labeler LABELER --incomplete FILE\` with their columns alone, or \`npm run label -- ${of} --labeler LABELER --features ${added.join(',')}\``,
        )
      if (numbers.length > 0)
        lines.push(
          `numbers come by \`npm run ingest -- labels ${of} FILE\`, with row_id, preference and ${numbers.join(', ')}`,
        )
      context.progress.notice(lines.join('\n'))
    })
  })

await program.parseAsync().catch(fail)
