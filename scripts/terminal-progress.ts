import { default as progress, type SingleBar } from 'cli-progress'
import type { Progress } from '../src/pipeline/progress.ts'

/** A progress bar with rate and time left on a terminal, a plain line every few seconds elsewhere. */
export const terminalProgress = (
  what: string,
  stream: NodeJS.WriteStream = process.stderr,
): Progress & { stop(): void } => {
  // When the work begins, which may be long after the command does.
  let started: number | null = null
  const rate = (rows: number, since: number) =>
    Math.round(rows / Math.max(0.001, (performance.now() - since) / 1000))
  const bar: SingleBar | null = stream.isTTY
    ? new progress.SingleBar({
        stream,
        format: `${what} {bar} {percentage}% | {rows} rows | {rate} rows/s | {eta_formatted} left{note}`,
        // Leaves room for rate and time left in 80 columns.
        barsize: 20,
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
      if (started === null) {
        started = performance.now()
        lastLine = started
      }
      if (bar) {
        if (!begun) bar.start(totalBytes, 0, { rows: 0, rate: 0, note: '' })
        begun = true
        bar.update(bytes, { rows, rate: rate(rows, started), note: note ? ` | ${note}` : '' })
      } else if (performance.now() - lastLine > 3000) {
        lastLine = performance.now()
        const share = totalBytes > 0 ? bytes / totalBytes : 1
        const left = Math.round(((lastLine - started) / 1000) * (1 / share - 1))
        stream.write(
          `${what}: ${Math.round(100 * share)} %, ${rows} rows, ${rate(rows, started)} rows/s, ${share > 0 ? `${left} s` : 'an unknown time'} left${note ? `, ${note}` : ''}\n`,
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
