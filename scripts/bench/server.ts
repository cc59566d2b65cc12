import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export type BenchServer = { url: string; pid: number; process: ChildProcess; stop(): Promise<void> }

/** A server as a process of its own; resolves when it says where its GraphQL is. */
export const startProcess = async (
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<BenchServer> => {
  const server = spawn(process.execPath, parameters, {
    // A line for each request would be read by nobody.
    env: { LOG_LEVEL: 'warn', ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  server.channel?.unref()
  const url = await new Promise<string>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    server.stdout?.on('data', (text) => {
      const found = /GraphQL at (http:[^\s;]+)/.exec(String(text))
      if (found) resolve(found[1])
    })
  })
  return {
    url,
    pid: server.pid as number,
    process: server,
    stop: async () => {
      server.removeAllListeners('exit')
      server.kill('SIGTERM')
      await once(server, 'close')
    },
  }
}

/** This project's server; `parameters` of node come before its script. */
export const startServer = (databaseUrl: string, parameters: readonly string[] = []): Promise<BenchServer> =>
  startProcess([...parameters, 'dist/server/serve.mjs'], {
    DATABASE_URL: databaseUrl,
    HOST: '127.0.0.1',
    PORT: '0',
  })

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
