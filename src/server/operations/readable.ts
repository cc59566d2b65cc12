type Line = {
  time: string
  level: string
  msg?: string
  err?: { message: string; stack?: string }
} & Record<string, unknown>

/** What a terminal would obey rather than show; texts of others may be in a message. */
const CONTROL = /[^\P{Cc}\n\t]/gu

const formatValue = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** A line of the log for people at a terminal. */
export const readable = (json: string): string => {
  const { time, level, msg = '', err, ...fields } = JSON.parse(json) as Line
  const rest = Object.entries(fields).map(([name, value]) => `${name}=${formatValue(value)}`)
  const head = [time.slice(11, 19), level.padEnd(5), msg, ...rest].join(' ')
  return [head, err?.stack ?? err?.message].filter(Boolean).join('\n').replace(CONTROL, '')
}
