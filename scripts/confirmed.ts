import { createInterface } from 'node:readline'
import { stopIfAborted } from '../src/domain/interruption.ts'
import type { Context } from '../src/pipeline/ingest.ts'

/** Whether there is somebody to ask. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY

/** What somebody says at the terminal; Ctrl-C and Ctrl-D there close it, which says nothing. */
export const answerTo = (question: string, signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    const terminal = createInterface({ input: process.stdin, output: process.stderr, signal })
    let answer: string | undefined
    terminal.once('close', () => {
      // Ctrl-C and Ctrl-D leave the cursor behind the question.
      if (answer === undefined) process.stderr.write('\n')
      resolve(answer?.trim() ?? '')
    })
    terminal.question(question, (line) => {
      answer = line
      terminal.close()
    })
  })

/**
 * Whether to send what may cost: --yes, or what somebody says at the terminal. If not, the exit code tells.
 *
 * @throws Cancelled when the command is told to stop.
 */
export const confirmed = async ({ progress, signal }: Context, yes = false): Promise<boolean> => {
  stopIfAborted(signal)
  if (yes) return true
  if (!canAsk()) {
    progress.notice('nothing was sent: there is no terminal to ask whether to; say --yes')
    process.exitCode = 2
    return false
  }
  if (/^y(es)?$/i.test(await answerTo('Send them? [y/N] ', signal))) return true
  progress.notice('nothing was sent')
  process.exitCode = 1
  stopIfAborted(signal)
  return false
}
