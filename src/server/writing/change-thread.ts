import { SealError } from '../../domain/errors.ts'
import { CHANGES, type ChangeName } from '../../pipeline/changes.ts'
import { openPrisma } from '../../store/prisma.ts'
import { openExisting } from '../../store/sql/open.ts'
import type { Store } from '../../store/store.ts'
import { readablePrismaError } from '../../store/unavailable.ts'

export type Task = { databaseUrl: string; name: ChangeName; given: unknown }

/** An error keeps its code on its way between threads; a defect has none, and is thrown. */
export type Outcome = { result: unknown } | { failure: { code: SealError['code']; message: string } }

/** Makes one change, with connections of its own. */
export const perform = async ({ databaseUrl, name, given }: Task): Promise<Outcome> => {
  try {
    const connection = await openExisting(databaseUrl)
    const prisma = openPrisma(databaseUrl)
    try {
      const change = CHANGES[name] as (store: Store, given: unknown) => Promise<unknown>
      return { result: await change({ prisma, connection }, given) }
    } finally {
      await prisma.$disconnect()
      await connection.close()
    }
  } catch (error) {
    const readable = readablePrismaError(error)
    if (!(readable instanceof SealError)) throw error
    return { failure: { code: readable.code, message: readable.message } }
  }
}
