import { InvalidInput } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import type { AccessPolicy } from './access/access.ts'
import { isLoopback } from './access/loopback.ts'
import { readFlag } from './environment.ts'
import { DEFAULT_LIMITS, type Limits, readLimits } from './limits/limits.ts'

/** What protects a server and its data. */
export type Safety = {
  limits: Limits
  /** Whether it answers without tokens, wherever it listens. */
  insecure: boolean
  /** Further names under which it is reached; `*` for any. */
  allowedHosts: readonly string[]
  /** Whether introspection is answered. */
  introspection: boolean
  graphiql: boolean
}

export const DEFAULT_SAFETY: Safety = {
  limits: DEFAULT_LIMITS,
  insecure: false,
  allowedHosts: [],
  introspection: true,
  graphiql: true,
}

const readHosts = (list: string): string[] => {
  const hosts = list
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean)
  for (const host of hosts) {
    if (host !== '*' && !/^[a-z0-9_.-]+$/.test(host))
      throw new InvalidInput(
        `ALLOWED_HOSTS lists names such as seal.example, without ports, or *, not "${host}"`,
      )
  }
  return hosts
}

/** @throws InvalidInput for a value that can't be used, naming its variable. */
export const readSafety = (environment: NodeJS.ProcessEnv): Safety => ({
  ...DEFAULT_SAFETY,
  limits: readLimits(environment),
  allowedHosts: readHosts(environment.ALLOWED_HOSTS ?? ''),
  introspection: readFlag('INTROSPECTION', environment.INTROSPECTION || 'true'),
  graphiql: readFlag('GRAPHIQL', environment.GRAPHIQL || 'true'),
})

/**
 * Who needs a token at a server that listens there.
 *
 * @throws InvalidInput where others reach it and there has never been a token
 */
export const policyOf = async (
  host: string,
  { insecure, allowedHosts }: Safety,
  haveTokens: () => Promise<boolean>,
): Promise<AccessPolicy> => {
  if (insecure) return 'NEVER'
  const reached = !(await isLoopback(host))
    ? `HOST is ${host}, which other machines reach`
    : allowedHosts.length > 0 && `ALLOWED_HOSTS says that others reach it as ${allowedHosts.join(', ')}`
  if (!reached) return 'ONCE_THERE_IS_ONE'
  if (await haveTokens()) return 'ALWAYS'
  throw new InvalidInput(
    hint`${reached}, and nobody has a token yet: make one with npm run token -- create --name NAME --scope read, or let everybody in with npm run serve -- --insecure`,
  )
}
