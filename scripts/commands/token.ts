/** `npm run token -- create|list|revoke`: who gets in where tokens are needed. */
import { InvalidArgumentError, Option } from 'commander'
import { TOKEN_SCOPES } from '../../src/domain/token-scope.ts'
import { name } from '../../src/imports/option-values.ts'
import type { Prisma } from '../../src/store/prisma.ts'
import { openConfigured, openConnection, openExisting } from '../../src/store/sql/open.ts'
import { readConfigured } from '../configured.ts'
import { asJson, printJson } from '../json.ts'
import { program } from '../program.ts'

const HOUR_MS = 3_600_000

/** When something ends that lasts so long from now. */
const expiry = (text: string): Date => {
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(text) ?? []
  if (!count) throw new InvalidArgumentError('It must be a time such as 12h or 30d.')
  return new Date(Date.now() + Number(count) * (unit === 'd' ? 24 : 1) * HOUR_MS)
}

type Tokens = typeof import('../../src/store/access-tokens.ts')

/** `open`: who only looks makes no database. */
const withPrisma = async (
  work: (prisma: Prisma, tokens: Tokens) => Promise<void>,
  open = openExisting,
): Promise<void> => {
  const { databaseUrl, migrate: migrating } = readConfigured()
  // What takes a while to load, once there is something to do: help and wrong usage come at once.
  const { migrate, refuseUnmigrated } = await import('../../src/store/migrate.ts')
  const { openPrisma } = await import('../../src/store/prisma.ts')
  const tokens = await import('../../src/store/access-tokens.ts')
  const connection = await openConfigured(databaseUrl, open)
  await (migrating === false ? refuseUnmigrated : migrate)(connection).finally(() => connection.close())
  const prisma = openPrisma(databaseUrl)
  await work(prisma, tokens).finally(() => prisma.$disconnect())
}

export const tokenCommand = program('token')

tokenCommand
  .command('create')
  .description('makes a token, and shows it this once; from the first one on, nobody gets in without')
  .requiredOption('--name <name>', 'whose it is', name)
  .addOption(
    new Option('--scope <scope>', 'what it is for; each includes those before it')
      .choices(TOKEN_SCOPES.map((scope) => scope.toLowerCase()))
      .makeOptionMandatory(),
  )
  .option('--expires <time>', 'how long it holds, such as 12h or 30d; left out: until it is revoked', expiry)
  .action(({ scope, expires, ...of }) =>
    withPrisma(async (prisma, { createToken }) => {
      const known = TOKEN_SCOPES.find((one) => one.toLowerCase() === scope)
      if (!known) throw new Error(`no scope ${scope}`)
      console.log(await createToken(prisma, { ...of, scope: known, expiresAt: expires }))
      console.error('keep it: it is stored nowhere, and will not be shown again')
    }, openConnection),
  )

tokenCommand
  .command('list')
  .description('all tokens that there have been, without the tokens')
  .addOption(asJson())
  .action(({ json }: { json?: true }) =>
    withPrisma(async (prisma, { listTokens }) => {
      if (json) return printJson({ tokens: await listTokens(prisma) })
      for (const { name, scope, state, createdAt, expiresAt } of await listTokens(prisma)) {
        const until = expiresAt ? `until ${expiresAt.toISOString()}` : 'no end'
        console.log(
          [name, scope.toLowerCase(), state.toLowerCase(), createdAt.toISOString(), until].join('\t'),
        )
      }
    }),
  )

tokenCommand
  .command('revoke')
  .description('ends a token at once')
  .argument('<name>', 'whose it is')
  .action((name: string) => withPrisma((prisma, { revokeToken }) => revokeToken(prisma, name)))
