import { Conflict } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import type { RewriteRecord } from '../domain/records.ts'
import { SIDES } from '../domain/side.ts'
import type { Prisma } from '../store/prisma.ts'
import type { RewriteTarget } from '../store/write/rewrite-target.ts'

/**
 * What throws Conflict for rewritings whose rewards or labels would go to a model that was scored, or a
 * labeler that is a language model: the dataset's own can be one, which is right for files without such values.
 */
export const importedOnly = async (prisma: Prisma, target: RewriteTarget) => {
  const { datasetId, preModelId, postModelId, labelerId } = target
  const where = { datasetId, NOT: { backend: 'IMPORTED' } } as const
  const models = await prisma.rewardModel.findMany({
    where: { ...where, id: { in: [preModelId, postModelId] } },
  })
  const labeler = await prisma.labeler.findFirst({ where: { ...where, id: labelerId } })
  return (records: readonly RewriteRecord[]): void => {
    const entries = records.flatMap(({ original, rewritten }) =>
      SIDES.flatMap((side) => [original[side], rewritten[side]]),
    )
    for (const { id, name } of models) {
      const stage = id === preModelId ? 'pre' : 'post'
      if (entries.some((entry) => entry[stage] !== null))
        throw new Conflict(
          hint`the file has rewards, but those of model "${name}" come from \`npm run score\`; name another one with --${stage}`,
        )
    }
    if (labeler && entries.some(({ values }) => values.some((value) => (value ?? null) !== null)))
      throw new Conflict(
        hint`the file has labels, but those of labeler "${labeler.name}" come from \`npm run label\`; name another one with --labeler`,
      )
  }
}
