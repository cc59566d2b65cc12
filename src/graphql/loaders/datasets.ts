import DataLoader from 'dataloader'
import { NotFound } from '../../domain/errors.ts'
import type { Prisma } from '../../store/prisma.ts'

type Row = Awaited<ReturnType<Prisma['dataset']['findUniqueOrThrow']>>

/** Rows of datasets by id, each once for all who ask for it. Rejects with NotFound where one was deleted meanwhile. */
export const datasetRows = (prisma: Prisma) =>
  new DataLoader<number, Row>(async (ids) => {
    const rows = await prisma.dataset.findMany({ where: { id: { in: [...ids] } } })
    return ids.map((id) => rows.find((row) => row.id === id) ?? new NotFound('dataset', `${id}`, []))
  })
