import { default as progress, type SingleBar } from 'cli-progress'
import type { Progress } from '../src/pipeline/progress.ts'

/** A progress bar with rate and time left on a terminal, a plain line every few seconds elsewhere. */
export const terminalProgress = (
  what: string,
  stream: NodeJS.WriteStream = process.stderr,
): Progress & { stop(): void } => {
  const started = performance.now()
  const rate = (rows: number) => Math.round(rows / Math.max(0.001, (performance.now() - started) / 1000))
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
  let lastLine = started
  const stop = () => {
    if (begun) bar?.stop()
    begun = false
  }
  return {
    update: ({ rows, bytes, totalBytes, note }) => {
      if (bar) {
        if (!begun) bar.start(totalBytes, 0, { rows: 0, rate: 0, note: '' })
        begun = true
        bar.update(bytes, { rows, rate: rate(rows), note: note ? ` | ${note}` : '' })
      } else if (performance.now() - lastLine > 3000) {
        lastLine = performance.now()
        const share = totalBytes > 0 ? bytes / totalBytes : 1
        const left = Math.round(((lastLine - started) / 1000 / Math.max(share, 1e-9)) * (1 - share))
        stream.write(
          `${what}: ${Math.round(100 * share)} %, ${rows} rows, ${rate(rows)} rows/s, ${left} s left${note ? `, ${note}` : ''}\n`,
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
