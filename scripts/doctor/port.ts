import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Config } from '../../src/server/config.ts'
import type { Finding } from './finding.ts'

/** Whether the server could listen where it is to, or does so already. */
export async function* checkPort({ host, port }: Config): AsyncGenerator<Finding> {
  const where = `${host}:${port}`
  const server = createServer()
  try {
    server.listen(port, host)
    await once(server, 'listening')
    yield { state: 'ok', what: 'address', found: `${where} is free for the server` }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      yield {
        state: 'note',
        what: 'address',
        found: `something listens at ${where} already`,
        todo: 'if it is not this server, set PORT to another one',
      }
    else
      yield {
        state: 'failed',
        what: 'address',
        found: `the server can't listen at ${where}: ${code}`,
        todo: 'set HOST to an address of this machine, and PORT to one that its user may listen at',
      }
  } finally {
    server.close()
  }
}
