import type { Prisma } from './prisma.ts'

/** What tells a database from others, and is the same for all who use it: the random id of its first migration. */
export const databaseId = async (prisma: Prisma): Promise<string> => {
  const [first] = await prisma.$queryRaw<{ id: string }[]>`
    SELECT id FROM _prisma_migrations ORDER BY migration_name LIMIT 1`
  return first.id
}
