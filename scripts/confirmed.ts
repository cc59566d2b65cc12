import { createInterface } from 'node:readline/promises'
import type { Progress } from '../src/pipeline/progress.ts'

const asked = async (): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return /^y(es)?$/i.test((await terminal.question('Send them? [y/N] ')).trim())
  } finally {
    terminal.close()
  }
}

/** Whether to send what may cost: --yes, or what somebody says at the terminal. If not, the exit code tells. */
export const confirmed = async (progress: Progress, yes = false): Promise<boolean> => {
  if (yes) return true
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    progress.notice('nothing was sent: there is no terminal to ask whether to; say --yes')
    process.exitCode = 2
    return false
  }
  if (await asked()) return true
  progress.notice('nothing was sent')
  process.exitCode = 1
  return false
}
