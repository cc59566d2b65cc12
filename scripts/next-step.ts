import { shellWord } from '../src/domain/shell-word.ts'
import type { Config } from '../src/server/config.ts'
import { findDataset } from '../src/store/catalog.ts'
import type { Prisma } from '../src/store/prisma.ts'

/** What a dataset lacks first, and the commands that bring it; null: nothing. */
const lacking = async (prisma: Prisma, name: string): Promise<string | null> => {
  const { id, preModelId, postModelId, labelerId } = await findDataset(prisma, name)
  const of = `--dataset ${shellWord(name)}`
  if ((await prisma.pair.findFirst({ where: { datasetId: id } })) === null) return null
  if (preModelId === null && postModelId === null)
    return `rewards of a model, by \`npm run ingest -- rewards ${of} --model MODEL --stage POST FILE\` or \`npm run score -- ${of} --help\``
  if (labelerId === null)
    return `labels, by \`npm run ingest -- labels ${of} --labeler LABELER FILE\` or \`npm run label -- ${of} --help\``
  if (preModelId === null || postModelId === null)
    return `rewards of the model ${preModelId === null ? 'before' : 'after'} training, by \`npm run ingest -- rewards ${of} --model MODEL --stage ${preModelId === null ? 'PRE' : 'POST'} FILE\``
  return null
}

/** Where a dataset can be looked at, and what makes more of it. */
export const nextStep = async (
  prisma: Prisma,
  { host, port }: Pick<Config, 'host' | 'port'>,
  dataset: string,
): Promise<string[]> => {
  const lack = await lacking(prisma, dataset)
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const address = `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}/?${new URLSearchParams({ dataset })}`
  return [
    ...(lack === null ? [] : [`what it lacks next: ${lack}`]),
    `with \`npm run serve\` it is shown at ${address}`,
  ]
}
