import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { vi } from 'vitest'
import { startServe } from '../../pipeline/command-line.ts'

/** A line of the log. */
export type Line = { level: string; msg: string; requestId?: string; err?: { message: string } } & Record<
  string,
  unknown
>

/** `npm run serve` as a process of its own, to be killed in the end; `output` is all it has said, `lines` its log. */
export const serveProcess = async (databaseUrl: string, environment: Record<string, string> = {}) => {
  const child = startServe(databaseUrl, [], { PORT: '0', LOG_LEVEL: 'info', ...environment })
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
    })
  const found = () => /GraphQL at (http\S+?);/.exec(said.stdout)?.[1]
  const url = await vi.waitUntil(
    () => {
      if (child.exitCode !== null) throw new Error(said.stderr)
      return found()
    },
    { timeout: 60_000 },
  )
  return {
    url,
    exited,
    kill: (signal: NodeJS.Signals) => void child.kill(signal),
    output: () => said.stdout + said.stderr,
    lines: () =>
      said.stderr
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Line),
    get: (path: string, init?: RequestInit) => fetch(new URL(path, url), init),
    ask: (
      query: string,
      { variables, headers = {} }: { variables?: object; headers?: Record<string, string> } = {},
    ) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      }),
  }
}

export type Served = Awaited<ReturnType<typeof serveProcess>>

/** The one line of the log about a request, as soon as it is there. */
export const lineOf = (served: Served, requestId: string): Promise<Line> =>
  vi.waitUntil(() => served.lines().find((line) => line.requestId === requestId && line.msg === 'request'))

export const pause = setTimeout
