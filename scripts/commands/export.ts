/** `npm run export -- --labels LABELER FILE`: what is in a dataset, as the file that brings it in. */
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InvalidInput } from '../../src/domain/errors.ts'
import { name } from '../../src/imports/option-values.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { withContext } from '../command.ts'
import { readConfigured } from '../configured.ts'
import { program } from '../program.ts'

const toStandardOutput = async (lines: AsyncIterable<string>) => {
  try {
    await pipeline(Readable.from(lines), process.stdout, { end: false })
  } catch (error) {
    // Whoever read has read enough.
    if ((error as { code?: string }).code !== 'EPIPE') throw error
  }
}

/** Under its own name once it is whole. */
const toFile = async (lines: AsyncIterable<string>, file: string) => {
  const partial = `${file}.partial`
  try {
    await pipeline(Readable.from(lines), createWriteStream(partial))
    renameSync(partial, file)
  } finally {
    rmSync(partial, { force: true })
  }
}

export const exportCommand = program('export')
  .argument('<file>', 'a new file, or - for the standard output')
  .requiredOption('--dataset <name>', 'the dataset', name)
  .requiredOption('--labels <labeler>', 'the labels of one labeler, as CSV', name)
  .action(async (file: string, { dataset, labels: labeler }: { dataset: string; labels: string }) => {
    if (file !== '-' && existsSync(file)) throw new InvalidInput(`${file} is there already; name a new file`)
    // Once there is something to do: help and wrong usage come at once.
    const { exportLabels } = await import('../../src/pipeline/export-labels.ts')
    await withContext(readConfigured(), 'labels', async (context: Context) => {
      let lines = 0
      async function* counted() {
        for await (const line of exportLabels(context, { dataset, labeler })) {
          if (context.signal.aborted) return
          lines++
          yield line
        }
      }
      // All of one state of the database.
      await context.connection.transaction('read', () =>
        file === '-' ? toStandardOutput(counted()) : toFile(counted(), file),
      )
      context.progress.notice(`${lines - 1} labels of "${labeler}" in dataset "${dataset}"`)
    })
  })
