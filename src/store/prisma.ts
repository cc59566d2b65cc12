import { PrismaLibSql } from '@prisma/adapter-libsql'
import { PrismaPg } from '@prisma/adapter-pg'
import { parseDatabaseUrl, sqlitePath } from './database-url.ts'
import { PrismaClient as PostgresClient } from './generated/postgresql/client.ts'
import { PrismaClient } from './generated/sqlite/client.ts'
import { postgresOptions } from './sql/postgresql-options.ts'

export type Prisma = PrismaClient

/** A client for the database that a `DATABASE_URL` means. Both clients have the same models, hence one type. */
export const openPrisma = (databaseUrl: string): Prisma => {
  const { provider, url } = parseDatabaseUrl(databaseUrl)
  // The driver can't read a number of 64 bits; frames have what pairs are grouped by.
  const omit = { pair: { groupKey: true } } as const
  const log = [{ emit: 'event', level: 'query' }] as const
  if (provider === 'postgresql') {
    const adapter = new PrismaPg(postgresOptions(url))
    return new PostgresClient({ adapter, omit, log: [...log] }) as unknown as Prisma
  }
  const adapter = new PrismaLibSql({ url: `file:${sqlitePath(url)}`, timeout: 10_000 } as never)
  return new PrismaClient({ adapter, omit, log: [...log] }) as unknown as Prisma
}
