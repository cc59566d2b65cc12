/** `npm run measure`: what the texts of a dataset say by themselves: length, lists, questions. */
import { name } from '../../src/imports/option-values.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { withContext } from '../command.ts'
import { readConfigured } from '../configured.ts'
import { program } from '../program.ts'

const measure = async (context: Context, options: { dataset: string }) => {
  const { measureEntries } = await import('../../src/pipeline/measure-entries.ts')
  const { openMeasurer } = await import('../../src/measures/measurer.ts')
  const measurer = await openMeasurer()
  try {
    const outcomes = await measureEntries(context, options, measurer)
    const measured = outcomes.reduce((sum, { counts }) => sum + counts.read, 0)
    const revision = outcomes.at(-1)?.revision
    context.progress.notice(
      measured === 0 && !context.signal.aborted
        ? 'every text is measured: there is nothing to do'
        : `${measured} texts measured; the dataset is at revision ${revision}`,
    )
  } finally {
    await measurer.close()
  }
}

export const measureCommand = program('measure')
  .requiredOption('--dataset <name>', 'the dataset', name)
  .action((options: { dataset: string }) =>
    withContext(readConfigured(), 'texts', (context) => measure(context, options)),
  )
