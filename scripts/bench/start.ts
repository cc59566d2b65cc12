import { pingDuring, startServer, timeQuery } from './server.ts'

export type Start = { ready: number; first: number; pings: number[] }

/** Starts the server again and again: milliseconds until it listens, and until its first metric is answered. */
export const benchStart = async (databaseUrl: string, times: number): Promise<Start[]> => {
  const starts: Start[] = []
  for (let run = 0; run < times; run++) {
    const started = performance.now()
    const server = await startServer(databaseUrl)
    try {
      const ready = performance.now() - started
      let first = 0
      const pings = await pingDuring(server.url, async () => {
        await timeQuery(server.url, '{ dataset(name: "bench") { audit { alignment { score } } } }')
        first = performance.now() - started
      })
      starts.push({ ready, first, pings })
    } finally {
      await server.stop()
    }
  }
  return starts
}
