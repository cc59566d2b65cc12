import { type Command, InvalidArgumentError } from 'commander'
import { clipped } from '../../src/domain/clipped.ts'
import { counted } from '../../src/domain/counted.ts'
import type { Saving } from '../../src/graphql/save-slice.ts'
import { name } from '../../src/imports/option-values.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { engineOptions } from '../../src/server/config.ts'
import { readConfigured } from '../configured.ts'
import { asJson, printJson } from '../json.ts'

/** Characters of what is by others. */
const LONGEST = 1000

type Run = (work: (context: Context) => Promise<void>) => Promise<void>

const filter = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InvalidArgumentError(
      `It must be a PairFilter in JSON, such as '{"topic": ["Health and fitness"]}': ${(error as Error).message}.`,
    )
  }
}

/** What changes named slices, with an engine of its own for as long as `work` lasts. */
const changing = async ({ prisma }: Context, work: (saving: Saving) => Promise<void>) => {
  const { openEngine } = await import('../../src/engine/engine.ts')
  const config = readConfigured()
  const engine = openEngine(config.databaseUrl, { ...engineOptions(config), workers: 1 })
  // Its workers keep no process alive.
  const alive = setInterval(() => undefined, 60_000)
  await work({ prisma, engine }).finally(async () => {
    clearInterval(alive)
    await engine.close()
  })
}

/** `npm run dataset -- slice save|list|remove`: filters that have a name. */
export const addSliceCommand = (parent: Command, run: Run): void => {
  const program = parent.command('slice').description('named slices: filters that are kept with a dataset')

  program
    .command('save')
    .description('a new one, or another definition of one that there is')
    .argument('<name>', 'as filters call it', name)
    .requiredOption('--dataset <name>', 'the dataset', name)
    .requiredOption('--where <filter>', 'a PairFilter in JSON', filter)
    .option('--description <text>', 'what it is, for people')
    .action((name: string, { dataset, where, description = null }) =>
      run((context) =>
        changing(context, async (saving) => {
          const { filterOf } = await import('../../src/graphql/filter-of.ts')
          const { saveSlice } = await import('../../src/graphql/save-slice.ts')
          const saved = await saveSlice(saving, dataset, { name, where: filterOf(where), description })
          context.progress.notice(
            `slice "${name}" of "${dataset}" is ${saved.isNew ? 'saved' : 'what this says now'}: ${saved.pairs} of ${counted(saved.datasetPairs, 'pair')}`,
          )
        }),
      ),
    )

  program
    .command('list')
    .description('all of a dataset, a line each: name, filter, description')
    .requiredOption('--dataset <name>', 'the dataset', name)
    .addOption(asJson())
    .action(({ dataset, json }) =>
      run(async ({ prisma, connection }) => {
        const { findDataset } = await import('../../src/store/catalog.ts')
        const { loadNamedSlices } = await import('../../src/store/named-slices.ts')
        const { id } = await findDataset(prisma, dataset)
        const slices = await loadNamedSlices(connection, id)
        if (json)
          return printJson({
            slices: slices.map(({ name, where, description }) => ({ name, where, description })),
          })
        for (const { name, where, description } of slices)
          console.log(
            [clipped(name, LONGEST), JSON.stringify(where), clipped(description ?? '', LONGEST)]
              .join('\t')
              .trimEnd(),
          )
      }),
    )

  program
    .command('remove')
    .description('one that no other is made of')
    .argument('<name>', 'as filters call it', name)
    .requiredOption('--dataset <name>', 'the dataset', name)
    .action((name: string, { dataset }) =>
      run((context) =>
        changing(context, async (saving) => {
          const { removeSlice } = await import('../../src/graphql/save-slice.ts')
          await removeSlice(saving, dataset, name)
          context.progress.notice(`slice "${name}" of "${dataset}" is removed`)
        }),
      ),
    )
}
