import pino from 'pino'
import { currentRequest } from './current-request.ts'
import { readable } from './readable.ts'
import { LOG_LEVELS } from './settings.ts'

type SerializedError = {
  type: string
  message: string
  code?: unknown
  stack?: string
  cause?: SerializedError
}

/** An error in its own words; not its other fields, which may hold what was asked. */
const serializeError = (error: unknown, depth = 0): SerializedError => {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  const { name, message, stack, cause, code } = error as Error & { code?: unknown }
  return {
    type: name,
    message,
    ...(code !== undefined && { code }),
    stack,
    ...(cause !== undefined && depth < 4 && { cause: serializeError(cause, depth + 1) }),
  }
}

const isTerminal = process.stderr.isTTY

/** What a line is about. */
const origin = () => {
  const { id: requestId, traceId } = currentRequest() ?? {}
  return { requestId, traceId }
}

/**
 * What happens in the server: a JSON object a line on the standard error, or text where people read it. Never variables,
 * texts, tokens or keys: the fields of each line are listed one by one.
 */
export const log = pino(
  {
    level: LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? 'info',
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
    serializers: { err: (error) => serializeError(error) },
    mixin: origin,
  },
  { write: (line) => console.error(isTerminal ? readable(line) : line.trimEnd()) },
)
