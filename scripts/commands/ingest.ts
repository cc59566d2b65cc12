/** `npm run ingest -- pairs|rewards|labels|rewrites|taxonomy`: brings files into a dataset. */

import { type ImportRequest, importCommands } from '../../src/imports/commands.ts'
import { withContext } from '../command.ts'
import { readConfigured } from '../configured.ts'
import { fromHere } from '../from-here.ts'
import { asJson, printJson } from '../json.ts'
import { program } from '../program.ts'
import { shownAt } from '../shown-at.ts'

type Asked = ImportRequest & { options: { json?: true } }

/** @throws what was wrong with some of it, when the rest is in */
const ingest = async ({ options: { json, ...options }, ...asked }: Asked): Promise<void> => {
  const request = { ...asked, options } as ImportRequest
  const { dataset } = options
  const config = readConfigured()
  const problem = await withContext(config, request.kind, async (context) => {
    // Once there is something to do: help and wrong usage come at once.
    const { runImport } = await import('../../src/imports/run-import.ts')
    const { lines, isMade, problem, revision, rows } = await runImport(
      { ...context, placeOf: fromHere },
      request,
    )
    const shown = isMade ? [shownAt(config, dataset)] : []
    context.progress.notice([...lines, ...shown].join('\n'))
    if (json) printJson({ kind: request.kind, dataset, revision, ...rows, problem: problem?.message ?? null })
    return problem
  })
  if (problem) throw problem
}

export const ingestCommand = program('ingest')
for (const command of importCommands(ingest))
  ingestCommand.addCommand(command.addOption(asJson()).copyInheritedSettings(ingestCommand))
