import { spawn } from 'node:child_process'
import { once } from 'node:events'

export type BenchServer = { url: string; pid: number; stop(): Promise<void> }

/** The server as a process of its own; resolves when it listens. */
export const startServer = async (databaseUrl: string): Promise<BenchServer> => {
  const server = spawn(process.execPath, ['--import', 'tsx', 'scripts/serve.ts'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, HOST: '127.0.0.1', PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    server.stdout.on('data', (text) => {
      const found = /GraphQL at (http:[^\s;]+)/.exec(String(text))
      if (found) resolve(found[1])
    })
  })
  return {
    url,
    pid: server.pid as number,
    stop: async () => {
      server.removeAllListeners('exit')
      server.kill('SIGTERM')
      await once(server, 'close')
    },
  }
}

/** Milliseconds until the answer of one query, read to its end. */
export const timeQuery = async (url: string, query: string): Promise<number> => {
  const started = performance.now()
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  const { errors } = (await response.json()) as { errors?: unknown }
  if (errors) throw new Error(`${query}: ${JSON.stringify(errors)}`)
  return performance.now() - started
}

/** How long `{ __typename }` takes, asked every few milliseconds while `work` goes on. */
export const pingDuring = async (url: string, work: () => Promise<void>): Promise<number[]> => {
  const pings: number[] = []
  let working = true
  const done = work().finally(() => {
    working = false
  })
  while (working) {
    pings.push(await timeQuery(url, '{ __typename }'))
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await done
  return pings
}
