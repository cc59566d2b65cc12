import { default as progress, type SingleBar } from 'cli-progress'
import type { Progress } from '../src/pipeline/progress.ts'

const timeText = (seconds: number): string => {
  if (!Number.isFinite(seconds)) return '?'
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole}s`
  const minutes = Math.floor(whole / 60)
  return minutes < 60 ? `${minutes}m${whole % 60}s` : `${Math.floor(minutes / 60)}h${minutes % 60}m`
}

/** A progress bar with rate and time left on a terminal, a plain line every few seconds elsewhere. */
export const terminalProgress = (
  what: string,
  stream: NodeJS.WriteStream = process.stderr,
): Progress & { stop(): void } => {
  // When the work begins, which may be long after the command does.
  let started: number | null = null
  const bar: SingleBar | null = stream.isTTY
    ? new progress.SingleBar({
        stream,
        format: `${what} {bar} {percentage}% | {rows} rows | {rate} rows/s | {left} left{note}`,
        // Leaves room for the rest in 80 columns.
        barsize: 10,
        hideCursor: true,
        noTTYOutput: false,
      })
    : null
  let begun = false
  let lastLine = 0
  const stop = () => {
    if (begun) bar?.stop()
    begun = false
  }
  return {
    update: ({ rows, bytes, totalBytes, note }) => {
      const now = performance.now()
      if (started === null) {
        started = now
        lastLine = now
      }
      const seconds = (now - started) / 1000
      const rate = Math.round(rows / Math.max(0.001, seconds))
      const share = totalBytes > 0 ? bytes / totalBytes : 1
      const left = timeText(share > 0 ? seconds * (1 / share - 1) : Number.NaN)
      if (bar) {
        const shown = { rows, rate, left, note: note ? ` | ${note}` : '' }
        if (begun) bar.update(bytes, shown)
        else bar.start(totalBytes, bytes, shown)
        begun = true
      } else if (now - lastLine > 3000) {
        lastLine = now
        const percent = Math.round(100 * share)
        stream.write(
          `${what}: ${percent} %, ${rows} rows, ${rate} rows/s, ${left} left${note ? `, ${note}` : ''}\n`,
        )
      }
    },
    notice: (line) => {
      stop()
      stream.write(`${line}\n`)
    },
    stop,
  }
}
