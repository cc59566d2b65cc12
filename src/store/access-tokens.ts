import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { Conflict, NotFound } from '../domain/errors.ts'
import { checkName } from '../domain/names.ts'
import type { TokenScope } from '../domain/token-scope.ts'
import { findable } from './catalog.ts'
import type { Prisma } from './prisma.ts'

export type TokenState = 'VALID' | 'EXPIRED' | 'REVOKED'

/** A token as it may be shown: without the token. */
export type AccessToken = {
  id: string
  name: string
  scope: TokenScope
  state: TokenState
  createdAt: Date
  expiresAt: Date | null
}

/** The first part is for looking a token up; all of it is verified. */
const FORM = /^seal_([0-9a-f]{16})_[\w-]{43}$/

// A password's slow hash is for what can be guessed: nobody guesses 256 random bits, however fast the hash.
const hashOf = (token: string) => createHash('sha256').update(token).digest()

const stateOf = (
  { expiresAt, revokedAt }: { expiresAt: Date | null; revokedAt: Date | null },
  now: Date,
): TokenState => {
  if (revokedAt) return 'REVOKED'
  return expiresAt && expiresAt <= now ? 'EXPIRED' : 'VALID'
}

type Row = Omit<AccessToken, 'state'> & { revokedAt: Date | null }

const shown = ({ id, name, scope, createdAt, expiresAt, revokedAt }: Row): AccessToken => ({
  id,
  name,
  scope,
  createdAt,
  expiresAt,
  state: stateOf({ expiresAt, revokedAt }, new Date()),
})

/**
 * Makes a token, which is returned here and stored nowhere.
 *
 * @throws Conflict for a name that another one has, or had.
 */
export const createToken = async (
  prisma: Prisma,
  { name, scope, expiresAt = null }: { name: string; scope: TokenScope; expiresAt?: Date | null },
): Promise<string> => {
  checkName('token', name)
  if (await prisma.accessToken.findUnique({ where: { name: findable(name) } }))
    throw new Conflict(`there is, or was, a token called "${name}"; give this one another name`)
  const id = randomBytes(8).toString('hex')
  const token = `seal_${id}_${randomBytes(32).toString('base64url')}`
  const hash = hashOf(token).toString('hex')
  await prisma.accessToken.create({ data: { id, name: findable(name), scope, hash, expiresAt } })
  return token
}

/** All tokens that ever were, oldest first. */
export const listTokens = async (prisma: Prisma): Promise<AccessToken[]> =>
  (await prisma.accessToken.findMany({ orderBy: { createdAt: 'asc' } })).map(shown)

/** Ends a token: what its holder is being sent, and all that comes after it. @throws NotFound listing those that are not revoked */
export const revokeToken = async (prisma: Prisma, name: string): Promise<void> => {
  const { count } = await prisma.accessToken.updateMany({
    where: { name: findable(name), revokedAt: null },
    data: { revokedAt: new Date() },
  })
  if (count > 0) return
  const others = await prisma.accessToken.findMany({ where: { revokedAt: null }, orderBy: { name: 'asc' } })
  throw new NotFound(
    'token',
    name,
    others.map((other) => other.name),
  )
}

/** Whether there has ever been a token. */
export const haveTokens = async (prisma: Prisma): Promise<boolean> =>
  (await prisma.accessToken.findFirst({ select: { id: true } })) !== null

/** The states of tokens by their ids; of one that is gone there is none. */
export const statesOf = async (prisma: Prisma, ids: string[]): Promise<Map<string, TokenState>> => {
  const rows = await prisma.accessToken.findMany({ where: { id: { in: ids } } })
  return new Map(rows.map((row) => [row.id, shown(row).state]))
}

/** The token of that text, whatever its state; null for what is none. */
export const findToken = async (prisma: Prisma, token: string): Promise<AccessToken | null> => {
  const [, id] = FORM.exec(token) ?? []
  if (!id) return null
  const row = await prisma.accessToken.findUnique({ where: { id } })
  // In constant time, and as long where there is no such token.
  const storedHash = row ? Buffer.from(row.hash, 'hex') : Buffer.alloc(32)
  return timingSafeEqual(hashOf(token), storedHash) && row ? shown(row) : null
}
