import { InvalidInput } from '../../domain/errors.ts'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** How a server shuts down. */
export type Shutdown = {
  /** How long it serves as before, but reports that it is not ready, so that load balancers leave it. */
  pauseMs: number
  /** How long a connection is then idle before it is closed: an active client sends a request sooner. */
  lingerMs: number
  /** How long it waits for pending answers. */
  limitMs: number
}

const LOOPBACK = /^(localhost|::1|127\.\d+\.\d+\.\d+)$/
const PAUSE_SECONDS = 5
const LIMIT_SECONDS = 20
const LINGER_MS = 1000
const LONGEST_SECONDS = 3600

/** For a server that only its own process uses. */
export const DEFAULT_SHUTDOWN: Shutdown = { pauseMs: 0, lingerMs: 0, limitMs: 1000 * LIMIT_SECONDS }

const readSeconds = (name: string, text: string | undefined, otherwise: number): number => {
  if (!text) return otherwise
  const seconds = Number(text)
  if (seconds >= 0 && seconds <= LONGEST_SECONDS) return seconds
  throw new InvalidInput(`${name} must be a number of seconds from 0 to ${LONGEST_SECONDS}, not "${text}"`)
}

/** @throws InvalidInput for a value that can't be used, naming its variable. */
export const readShutdown = (environment: NodeJS.ProcessEnv, host: string): Shutdown => {
  const pause = LOOPBACK.test(host) ? 0 : PAUSE_SECONDS
  return {
    pauseMs: 1000 * readSeconds('SHUTDOWN_PAUSE', environment.SHUTDOWN_PAUSE, pause),
    lingerMs: LINGER_MS,
    limitMs: 1000 * readSeconds('SHUTDOWN_SECONDS', environment.SHUTDOWN_SECONDS, LIMIT_SECONDS),
  }
}

/** @throws InvalidInput for a LOG_LEVEL that is none: the log itself goes on as if there were none. */
export const checkLogLevel = ({ LOG_LEVEL }: NodeJS.ProcessEnv): void => {
  if (LOG_LEVEL && !LOG_LEVELS.some((level) => level === LOG_LEVEL))
    throw new InvalidInput(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${LOG_LEVEL}"`)
}
