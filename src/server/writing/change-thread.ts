import type { MessagePort } from 'node:worker_threads'
import { SealError } from '../../domain/errors.ts'
import { CHANGES, type ChangeName, type Changing } from '../../pipeline/changes.ts'
import { openPrisma } from '../../store/prisma.ts'
import { openExisting } from '../../store/sql/open.ts'
import { readablePrismaError } from '../../store/unavailable.ts'

/**
 * `importWaitMs`: for so long others may import into the same dataset before the change is refused. `stop`: any message there
 * stops it where it can be stopped.
 */
export type Task = {
  databaseUrl: string
  name: ChangeName
  given: unknown
  importWaitMs?: number
  stop?: MessagePort
}

/** An error keeps its code on its way between threads; a defect has none, and is thrown. */
export type Outcome = { result: unknown } | { failure: { code: SealError['code']; message: string } }

const NOBODY_LOOKS = { update: () => undefined, notice: () => undefined }

/** Makes one change, with connections of its own. */
export const perform = async ({ databaseUrl, name, given, importWaitMs, stop }: Task): Promise<Outcome> => {
  const stopping = new AbortController()
  stop?.once('message', () => stopping.abort())
  try {
    const connection = await openExisting(databaseUrl)
    const prisma = openPrisma(databaseUrl)
    try {
      const change = CHANGES[name] as (changing: Changing, given: unknown) => Promise<unknown>
      const { signal } = stopping
      const changing = { prisma, connection, signal, progress: NOBODY_LOOKS, importWaitMs }
      return { result: await change(changing, given) }
    } finally {
      await prisma.$disconnect()
      await connection.close()
    }
  } catch (error) {
    const readable = readablePrismaError(error)
    if (!(readable instanceof SealError)) throw error
    return { failure: { code: readable.code, message: readable.message } }
  } finally {
    stop?.close()
  }
}
