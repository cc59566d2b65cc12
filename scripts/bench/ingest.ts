import { spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { peakOf } from './process-usage.ts'

export type IngestStep = { name: string; seconds: number; rows: number; megabytes: number }

/** One command as a person would run it, its process' start included. */
export const runIngest = async (
  name: string,
  databaseUrl: string,
  args: readonly string[],
): Promise<IngestStep> => {
  const started = performance.now()
  const command = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/ingest.ts', name, '--dataset', 'bench', ...args],
    {
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  let output = ''
  command.stderr.on('data', (text) => {
    output += text
  })
  let running = true
  const ended = new Promise<number | null>((resolve) => command.once('close', resolve)).finally(() => {
    running = false
  })
  let megabytes = 0
  while (running) {
    megabytes = Math.max(megabytes, peakOf(command.pid))
    await Promise.race([ended, setTimeout(50)])
  }
  if ((await ended) !== 0) throw new Error(`ingest ${name} failed:\n${output}`)
  const rows = Number(/(\d+) rows read/.exec(output)?.[1])
  return {
    name: `${name} ${args.at(-1)?.split('/').at(-1)}`,
    seconds: (performance.now() - started) / 1000,
    rows,
    megabytes,
  }
}

/** Pairs, two reward files and labels into an empty database. */
export const benchIngest = async (databaseUrl: string, files: string): Promise<IngestStep[]> => {
  const steps: IngestStep[] = []
  for (const [name, ...args] of [
    ['pairs', `${files}/pairs.jsonl`],
    ['rewards', '--model', 'pre', '--stage', 'PRE', `${files}/rewards-pre.csv`],
    ['rewards', '--model', 'post', '--stage', 'POST', `${files}/rewards-post.csv`],
    ['labels', '--labeler', 'first', `${files}/labels.csv`],
  ]) {
    steps.push(await runIngest(name, databaseUrl, args))
  }
  return steps
}
