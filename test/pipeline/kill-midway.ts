import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import { randomStreams } from '../../scripts/synthetic/random.ts'
import type { startScore } from './command-line.ts'

type Killed = {
  start: () => ReturnType<typeof startScore>
  /** How many of `total` are in the database. */
  done: () => Promise<number>
  total: number
  kills: number
}

/** Kills a command with -9 at random moments, then lets it end; gives what it said in the end. */
export const killMidway = async ({ start, done, total, kills }: Killed): Promise<string> => {
  const { moments: random } = randomStreams(11, ['moments'])
  let whileWorking = 0
  const killedAt: number[] = []
  for (let kill = 0; kill < kills; kill++) {
    const child = start()
    const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
    const alive = () => child.exitCode === null && child.signalCode === null
    // First while it starts, then behind a share of what is left.
    const before = await done()
    const share = (random.uniform() * (total - before)) / (kills - kill + 2)
    const goal = kill === 0 ? 0 : before + 1 + Math.floor(share)
    while (alive() && (await done()) < goal) await setTimeout(10)
    await setTimeout(random.uniform() * (kill === 0 ? 800 : 20))
    child.kill('SIGKILL')
    const [, signal] = await closed
    expect(signal).toBe('SIGKILL')
    const after = await done()
    killedAt.push(after)
    if (after > before && after < total) whileWorking++
  }
  const child = start()
  const output: Buffer[] = []
  child.stderr.on('data', (bytes) => output.push(bytes))
  const [code] = await once(child, 'close')
  expect(code, Buffer.concat(output).toString()).toBe(0)
  expect(whileWorking, `${killedAt}`).toBeGreaterThanOrEqual(kills / 2)
  return Buffer.concat(output).toString()
}
