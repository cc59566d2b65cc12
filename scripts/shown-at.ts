import { hint } from '../src/domain/hint.ts'
import type { Config } from '../src/server/config.ts'

/** Where a dataset can be looked at, in a line. */
export const shownAt = ({ host, port }: Pick<Config, 'host' | 'port'>, dataset: string): string => {
  const shown = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const address = `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}/?${new URLSearchParams({ dataset })}`
  return hint`with \`npm run serve\` it is shown at ${address}`
}
