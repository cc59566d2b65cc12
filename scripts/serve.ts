/** `npm run serve`: the server alone. `npm start` is the same with `--demo`: the demo dataset if there is none. */
import '../src/server/production.ts'
import { startServer } from '../src/server/server.ts'
import { readConfigured } from './configured.ts'
import { fail } from './fail.ts'

const serve = async () => {
  const config = readConfigured()
  if (process.argv.includes('--demo')) await (await import('./demo.ts')).loadDemo(config)
  const server = await startServer(config)
  console.log(
    `seal-graphql is ready: ${new URL('/', server.url)} (a page for browsers; GraphQL at ${server.url}; Ctrl-C stops)`,
  )
  const stop = async () => {
    console.log('stopping')
    await server.close()
    process.exit(0)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

await serve().catch(fail)
