import type { Prisma } from './prisma.ts'
import type { Connection } from './sql/connection.ts'

/** Both ways into one database; which does what: README.md. */
export type Store = { prisma: Prisma; connection: Connection }
