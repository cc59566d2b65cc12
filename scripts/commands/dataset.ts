/** `npm run dataset -- list|describe|slice|delete`: what there is, what is kept with it, and how to get rid of it. */

import { Option } from 'commander'
import { clipped } from '../../src/domain/clipped.ts'
import { counted } from '../../src/domain/counted.ts'
import { NotFound } from '../../src/domain/errors.ts'
import { hint } from '../../src/domain/hint.ts'
import { name } from '../../src/imports/option-values.ts'
import type { Successor } from '../../src/pipeline/delete.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import type { Deletion } from '../../src/store/deletion-target.ts'
import { withContext } from '../command.ts'
import { readConfigured } from '../configured.ts'
import { answerTo, canAsk } from '../confirmed.ts'
import { asJson, printJson } from '../json.ts'
import { program } from '../program.ts'
import { addSliceCommand } from './slice.ts'

/** Characters of a line: names are by others. */
const LONGEST = 2000

const run = (work: (context: Context) => Promise<void>) => withContext(readConfigured(), 'pairs', work)

// What takes a while to load is loaded by what is done with it: help and wrong usage come at once.
export const datasetCommand = program('dataset')

datasetCommand
  .command('list')
  .description('all datasets, a line each: name, pairs, models, labelers, rewriters, revision')
  .addOption(asJson())
  .action(({ json }: { json?: true }) =>
    run(async ({ prisma, connection }) => {
      const { loadOutline } = await import('../../src/store/frame/load-outline.ts')
      const datasets = []
      for (const { id, name } of await prisma.dataset.findMany({ orderBy: { name: 'asc' } })) {
        const outline = await loadOutline(connection, id)
        if (!outline) continue
        const { pairCount: pairs, models, labelers, rewriters, revision } = outline
        datasets.push({
          name,
          revision,
          pairs,
          models: models.map(({ name, stage, series, step }) => ({ name, stage, series, step })),
          labelers: labelers.map(({ name }) => name),
          rewriters: rewriters.map(({ rewriter }) => rewriter),
        })
        if (json) continue
        const counts = [
          counted(pairs, 'pair'),
          counted(models.length, 'model'),
          counted(labelers.length, 'labeler'),
          counted(rewriters.length, 'rewriter'),
          `revision ${revision}`,
        ]
        console.log([clipped(name, LONGEST), ...counts].join('\t'))
      }
      if (json) printJson({ datasets })
      else if (datasets.length === 0)
        console.error(
          hint`there is no dataset yet; \`npm run ingest -- pairs --dataset NAME FILE\` makes one`,
        )
    }),
  )

datasetCommand
  .command('describe')
  .description('one dataset with its models, labelers, rewriters and commands')
  .argument('<dataset>', 'its name')
  .action((wanted: string) =>
    run(async ({ prisma, connection }) => {
      const { findDataset } = await import('../../src/store/catalog.ts')
      const { descriptionOf } = await import('../dataset-description.ts')
      const dataset = await findDataset(prisma, wanted)
      for (const line of await descriptionOf({ prisma, connection }, dataset))
        console.log(clipped(line, LONGEST))
    }),
  )

addSliceCommand(datasetCommand, run)

/** Whether somebody has said the name of what is to be deleted, as an option or at the terminal. */
const isRepeated = async ({ progress, signal }: Context, { what, name }: Deletion, repeated?: string) => {
  if (repeated === undefined && canAsk())
    repeated = await answerTo(`To delete it, type the name of the ${what} again: `, signal)
  if (repeated === name) return true
  const problem = repeated ? `"${repeated}" is not its name` : `say --yes-delete with its name`
  progress.notice(`nothing was deleted: ${problem}`)
  process.exitCode = 2
  return false
}

const tell =
  (context: Context, { dataset }: Deletion) =>
  (successors: readonly Successor[]) => {
    for (const { as, name } of successors)
      context.progress.notice(
        name === null ? `"${dataset}" has no ${as} any more` : `the ${as} of "${dataset}" is "${name}" now`,
      )
  }

const deletionOf = (dataset: string, { model, labeler, rewriter }: Record<string, string>): Deletion => {
  if (model !== undefined) return { dataset, what: 'model', name: model }
  if (labeler !== undefined) return { dataset, what: 'labeler', name: labeler }
  if (rewriter !== undefined) return { dataset, what: 'rewriter', name: rewriter }
  return { dataset, what: 'dataset', name: dataset }
}

/** Its objectives are lines of a file, that can be kept again: nobody is asked. */
const deleteObjective = async ({ prisma, connection, progress }: Context, dataset: string, name: string) => {
  const { findDataset } = await import('../../src/store/catalog.ts')
  const { removeObjectives, savedObjectives } = await import('../../src/store/objectives.ts')
  const { id } = await findDataset(prisma, dataset)
  const names = (await savedObjectives(prisma, id)).map((one) => one.name)
  if ((await removeObjectives(connection, id, [name])).length > 0)
    throw new NotFound(`objective of dataset "${dataset}"`, name, names)
  progress.notice(`objective "${name}" is deleted`)
}

datasetCommand
  .command('delete')
  .description(
    'deletes a dataset, or one of its models, labelers or rewriters with all that is of it, or an objective',
  )
  .argument('<dataset>', 'its name')
  .addOption(
    new Option('--model <name>', 'this model and its rewards alone')
      .argParser(name)
      .conflicts(['labeler', 'rewriter', 'objective']),
  )
  .addOption(
    new Option('--labeler <name>', 'this labeler and its labels alone')
      .argParser(name)
      .conflicts(['rewriter', 'objective']),
  )
  .addOption(
    new Option('--rewriter <name>', 'this rewriter, its texts and all that is of these alone')
      .argParser(name)
      .conflicts('objective'),
  )
  .option('--objective <name>', 'this objective, which is kept with the dataset, alone', name)
  .option('--yes-delete <name>', 'the name of what is deleted, once more; left out: asks for it', name)
  .action((dataset: string, { yesDelete, objective, ...options }) =>
    run(async (context) => {
      if (objective !== undefined) return deleteObjective(context, dataset, objective)
      const { countPairs } = await import('../../src/store/row-ids.ts')
      const { deleteFrom } = await import('../../src/pipeline/delete.ts')
      const { findDeletionTarget } = await import('../../src/store/deletion-target.ts')
      const deletion = deletionOf(dataset, options)
      const { what, name } = deletion
      const { datasetId } = await findDeletionTarget(context.prisma, deletion)
      const pairs = await countPairs(context.connection, datasetId)
      context.progress.notice(
        what === 'dataset'
          ? `dataset "${dataset}": ${counted(pairs, 'pair')} with all that is of it`
          : `${what} "${name}" of dataset "${dataset}", which has ${counted(pairs, 'pair')}, with all that is of it`,
      )
      if (!(await isRepeated(context, deletion, yesDelete))) return
      await deleteFrom(context, deletion, tell(context, deletion))
      if (!context.signal.aborted) context.progress.notice(`${what} "${name}" is deleted`)
    }),
  )
