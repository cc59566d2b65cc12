import { Forbidden, Unauthenticated, Unavailable } from '../../domain/errors.ts'
import { includesScope, type TokenScope } from '../../domain/token-scope.ts'
import { findToken, haveTokens, statesOf, type TokenState } from '../../store/access-tokens.ts'
import type { Prisma } from '../../store/prisma.ts'
import { type Hold, openHolds } from './holds.ts'

/** Who needs a token: everybody, everybody once there has been one, or nobody. */
export type AccessPolicy = 'ALWAYS' | 'ONCE_THERE_IS_ONE' | 'NEVER'

/** Decides who may do what. */
export type Access = {
  /**
   * Resolves where the holder of a request's token may do what needs this scope, or where nobody needs a token.
   *
   * @throws Unauthenticated, Forbidden, or Unavailable where the database can't be asked
   */
  requires(request: Request, scope: TokenScope): Promise<void>
  /** For as long as what a request asked for is sent: whether its holder may still have it. */
  hold(request: Request): Hold
}

/** How long a first token may go unnoticed. */
const UNNOTICED_MS = 1000

const REFUSALS = {
  EXPIRED: 'this token has expired',
  REVOKED: 'this token has been revoked',
}

const HOW = 'send a header "authorization: Bearer TOKEN"; npm run token -- create makes one'

const NEEDED = `this needs a token: ${HOW}`

const unasked = (cause: unknown): never => {
  throw new Unavailable('the database, which knows the tokens, does not answer; ask again later', { cause })
}

/** Whether anybody needs a token, asked of the database until it is so: rows of tokens stay. */
const needed = (prisma: Prisma, policy: AccessPolicy) => {
  if (policy !== 'ONCE_THERE_IS_ONE') return async () => policy === 'ALWAYS'
  let there = false
  let asked = Number.NEGATIVE_INFINITY
  return async () => {
    if (there || performance.now() - asked < UNNOTICED_MS) return there
    there = await haveTokens(prisma)
    asked = performance.now()
    return there
  }
}

/** Who is not known by a token: whoever came while nobody needed one. */
const NOBODY = ''

export const openAccess = (prisma: Prisma, policy: AccessPolicy): Access => {
  const isNeeded = needed(prisma, policy)
  const holders = new WeakMap<Request, string>()

  const requires = async (request: Request, scope: TokenScope): Promise<void> => {
    if (!(await isNeeded().catch(unasked))) return
    const [, text] = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
    if (!text) throw new Unauthenticated(NEEDED)
    const token = await findToken(prisma, text).catch(unasked)
    if (!token) throw new Unauthenticated(`this token is not known here: ${HOW}`)
    if (token.state !== 'VALID') throw new Unauthenticated(`${REFUSALS[token.state]}: ${HOW}`)
    if (!includesScope(token.scope, scope)) {
      const [held, wanted] = [token.scope, scope].map((name) => name.toLowerCase())
      throw new Forbidden(`this needs a token of scope ${wanted}; that of "${token.name}" is ${held}`)
    }
    holders.set(request, token.id)
  }

  const refusals = async (ids: string[]): Promise<Map<string, Unauthenticated>> => {
    const known = ids.filter((id) => id !== NOBODY)
    const states = known.length > 0 ? await statesOf(prisma, known).catch(unasked) : new Map()
    const whyNot = async (id: string) => {
      if (id === NOBODY) return (await isNeeded().catch(unasked)) ? NEEDED : null
      const state: TokenState = states.get(id) ?? 'REVOKED'
      return state === 'VALID' ? null : `${REFUSALS[state]}: ${HOW}`
    }
    const found = new Map<string, Unauthenticated>()
    for (const id of ids) {
      const why = await whyNot(id)
      if (why) found.set(id, new Unauthenticated(why))
    }
    return found
  }
  const hold = openHolds(refusals)

  return { requires, hold: (request) => hold(holders.get(request) ?? NOBODY) }
}
