/** `npm run ingest -- pairs|rewards|labels|rewrites|taxonomy`: brings files into a dataset. */

import { type ImportRequest, importCommands } from '../../src/imports/commands.ts'
import { withContext } from '../command.ts'
import { readConfigured } from '../configured.ts'
import { fromHere } from '../from-here.ts'
import { program } from '../program.ts'
import { shownAt } from '../shown-at.ts'

/** @throws what was wrong with some of it, when the rest is in */
const ingest = async (request: ImportRequest): Promise<void> => {
  const config = readConfigured()
  const problem = await withContext(config, request.kind, async (context) => {
    // Once there is something to do: help and wrong usage come at once.
    const { runImport } = await import('../../src/imports/run-import.ts')
    const { lines, isMade, problem } = await runImport({ ...context, placeOf: fromHere }, request)
    const shown = isMade ? [shownAt(config, request.options.dataset)] : []
    context.progress.notice([...lines, ...shown].join('\n'))
    return problem
  })
  if (problem) throw problem
}

export const ingestCommand = program('ingest')
for (const command of importCommands(ingest))
  ingestCommand.addCommand(command.copyInheritedSettings(ingestCommand))
