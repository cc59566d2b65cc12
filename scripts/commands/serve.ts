/** `npm run serve`: the server alone. `npm start` is the same with `--demo`: the demo dataset if there is none. */
import '../../src/server/production.ts'
import { DEFAULT_SAFETY } from '../../src/server/safety.ts'
import { readConfigured } from '../configured.ts'
import { program } from '../program.ts'
import { SAME_MS } from '../stopping.ts'

const serve = async ({ demo, insecure }: { demo?: boolean; insecure?: boolean }) => {
  const configured = readConfigured()
  const config = {
    ...configured,
    safety: { ...DEFAULT_SAFETY, ...configured.safety, insecure: insecure === true },
  }
  // What takes a while to load, once there is something to do: help and wrong usage come at once.
  const { logDefect } = await import('../../src/server/masking.ts')
  const { startServer } = await import('../../src/server/server.ts')
  if (demo) await (await import('../demo.ts')).loadDemo(config)
  // Whatever one request does, the others are served on.
  process.on('unhandledRejection', logDefect)
  const server = await startServer(config)
  console.log(
    `seal-graphql is ready: ${new URL('/', server.url)} (a page for browsers; GraphQL at ${server.url}; Ctrl-C stops)`,
  )
  let since = 0
  const stop = async () => {
    if (since === 0) {
      since = performance.now()
      console.log('stopping, when what is under way is answered; once more does not wait for it')
      await server.close()
      process.exit(0)
    }
    if (performance.now() - since > SAME_MS) process.exit(1)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

export const serveCommand = program('serve', '0 when it was stopped, 1 when it failed, 2 for wrong usage')
  .option('--demo', 'load the demo dataset first, if the database is empty')
  .option('--insecure', 'answer everybody without a token, wherever the server listens')
  .action(serve)
