import { Forbidden, Unauthenticated, Unavailable } from '../../domain/errors.ts'
import { hint } from '../../domain/hint.ts'
import { includesScope, type TokenScope } from '../../domain/token-scope.ts'
import { findToken, haveTokens, statesOf, type TokenState } from '../../store/access-tokens.ts'
import type { Prisma } from '../../store/prisma.ts'
import { type Grant, openGrants } from './grants.ts'

/** Who needs a token: everybody, everybody once there has been one, or nobody. */
export type AccessPolicy = 'ALWAYS' | 'ONCE_THERE_IS_ONE' | 'NEVER'

/** Who may do what. */
export type Access = {
  /**
   * Resolves where the holder of a request's token may do what needs this scope, or where nobody needs a token.
   *
   * @throws Unauthenticated, Forbidden, or Unavailable where the database can't be asked
   */
  requires(request: Request, scope: TokenScope): Promise<void>
  /** Permission to be sent what a request asked for, while its token is valid. */
  grant(request: Request): Grant
}

/** For how long it is believed that there is no token yet. */
const RECHECK_MS = 1000

const REFUSALS = {
  EXPIRED: 'this token has expired',
  REVOKED: 'this token has been revoked',
}

const HOW = hint`send a header "authorization: Bearer TOKEN"; npm run token -- create makes one`

const NEEDED = `this needs a token: ${HOW}`

const throwUnavailable = (cause: unknown): never => {
  throw new Unavailable('the database, which knows the tokens, does not answer; ask again later', { cause })
}

/** Whether anybody needs a token. Once there is a first one it stays so: rows of tokens are never deleted. */
const openNeed = (prisma: Prisma, policy: AccessPolicy) => {
  if (policy !== 'ONCE_THERE_IS_ONE') return async () => policy === 'ALWAYS'
  let exists = false
  let checkedAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (exists || performance.now() - checkedAt < RECHECK_MS) return exists
    exists = await haveTokens(prisma)
    checkedAt = performance.now()
    return exists
  }
}

/** The holder of a request without a token, which came while nobody needed one. */
const NOBODY = ''

export const openAccess = (prisma: Prisma, policy: AccessPolicy): Access => {
  const isNeeded = openNeed(prisma, policy)
  const holders = new WeakMap<Request, string>()

  const requires = async (request: Request, scope: TokenScope): Promise<void> => {
    if (!(await isNeeded().catch(throwUnavailable))) return
    const [, text] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    if (!text) throw new Unauthenticated(NEEDED)
    const token = await findToken(prisma, text).catch(throwUnavailable)
    if (!token) throw new Unauthenticated(`this token is not known here: ${HOW}`)
    if (token.state !== 'VALID') throw new Unauthenticated(`${REFUSALS[token.state]}: ${HOW}`)
    if (!includesScope(token.scope, scope)) {
      const [held, wanted] = [token.scope, scope].map((name) => name.toLowerCase())
      throw new Forbidden(`this needs a token of scope ${wanted}; that of "${token.name}" is ${held}`)
    }
    holders.set(request, token.id)
  }

  const refusals = async (ids: string[]): Promise<Map<string, Unauthenticated>> => {
    const tokenIds = ids.filter((id) => id !== NOBODY)
    const states = tokenIds.length > 0 ? await statesOf(prisma, tokenIds).catch(throwUnavailable) : new Map()
    const refusalOf = async (id: string) => {
      if (id === NOBODY) return (await isNeeded().catch(throwUnavailable)) ? NEEDED : null
      const state: TokenState = states.get(id) ?? 'REVOKED'
      return state === 'VALID' ? null : `${REFUSALS[state]}: ${HOW}`
    }
    const found = new Map<string, Unauthenticated>()
    for (const id of ids) {
      const reason = await refusalOf(id)
      if (reason) found.set(id, new Unauthenticated(reason))
    }
    return found
  }
  const grantTo = openGrants(refusals)

  return { requires, grant: (request) => grantTo(holders.get(request) ?? NOBODY) }
}
