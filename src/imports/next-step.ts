import { hint } from '../domain/hint.ts'
import { shellWord } from '../domain/shell-word.ts'
import { findDataset } from '../store/catalog.ts'
import type { Prisma } from '../store/prisma.ts'

/** What a dataset lacks first, and the commands that bring it; null: nothing. */
export const lacking = async (prisma: Prisma, name: string): Promise<string | null> => {
  const { id, preModelId, postModelId, labelerId } = await findDataset(prisma, name)
  const of = `--dataset ${shellWord(name)}`
  if ((await prisma.pair.findFirst({ where: { datasetId: id } })) === null) return null
  if (preModelId === null && postModelId === null)
    return hint`rewards of a model, by \`npm run ingest -- rewards ${of} --model MODEL --stage POST FILE\` or \`npm run score -- ${of} --help\``
  if (labelerId === null)
    return hint`labels, by \`npm run ingest -- labels ${of} --labeler LABELER FILE\` or \`npm run label -- ${of} --help\``
  if (preModelId === null || postModelId === null)
    return hint`rewards of the model ${preModelId === null ? 'before' : 'after'} training, by \`npm run ingest -- rewards ${of} --model MODEL --stage ${preModelId === null ? 'PRE' : 'POST'} FILE\``
  return null
}
