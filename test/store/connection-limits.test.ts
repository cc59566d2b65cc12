import { setTimeout } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openPrisma } from '../../src/store/prisma.ts'
import { openConnection } from '../../src/store/sql/open.ts'
import { readablePrismaError } from '../../src/store/unavailable.ts'
import { databases, openFresh, postgresTested } from '../databases.ts'

// A file without a test would fail.
if (!postgresTested) it.skip('the limits of connections to PostgreSQL')

describe.each(databases().slice(1))('the limits of connections to $name', (database) => {
  const open = async (limits: string) => {
    const all = await openFresh(database)
    const url = `${all.url}?${limits}`
    const prisma = openPrisma(url)
    onTestFinished(() => prisma.$disconnect())
    const others = await openConnection(url)
    onTestFinished(others.close)
    return { all, prisma, others }
  }
  // Prisma asks nothing before somebody waits for it.
  const begin = <T>(answer: Promise<T>) => answer.then((value) => value)
  const told = (answer: Promise<unknown>) =>
    answer.then(
      () => null,
      (error) => readablePrismaError(error),
    )
  const SLOW = { code: 'UNAVAILABLE', message: 'the database took too long; ask for less at once' }

  it('end a statement that takes too long, and leave the connection fit for others', async () => {
    const { prisma, others } = await open('statement_timeout=200')
    expect(await told(prisma.$queryRaw`SELECT 1 FROM pg_sleep(20)`)).toMatchObject(SLOW)
    expect(await told(others.query('SELECT pg_sleep(20)'))).toMatchObject(SLOW)
    expect(await others.query('SELECT 1')).toEqual([[1]])
    expect(await prisma.dataset.count()).toBe(0)
  })

  it('share so many among all requests', async () => {
    const { all, prisma } = await open('pool_size=3')
    const asking = Array.from({ length: 24 }, () => begin(prisma.$queryRaw`SELECT 1 FROM pg_sleep(0.2)`))
    await setTimeout(700)
    const sleeping = `SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE '%pg_sleep(0.2)%' AND pid <> pg_backend_pid()`
    expect(await all.connection.query(sleeping)).toEqual([[3]])
    expect(await Promise.all(asking)).toHaveLength(24)
  })

  it('let nobody wait for ever', async () => {
    const { prisma } = await open('pool_size=1&connect_timeout=1')
    const holding = begin(prisma.$queryRaw`SELECT 1 FROM pg_sleep(3)`)
    expect(await told(prisma.dataset.count())).toMatchObject({
      code: 'UNAVAILABLE',
      message: 'the database is busy; try again in a moment',
    })
    await holding
    expect(await prisma.dataset.count()).toBe(0)
  })
})
