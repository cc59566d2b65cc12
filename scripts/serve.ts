/** `npm run serve`: the server alone. `npm start` is the same with `--demo`: the demo dataset if there is none. */
import { startServer } from '../src/server/server.ts'
import { readConfigured } from './configured.ts'
import { fail } from './fail.ts'

const serve = async () => {
  const config = readConfigured()
  if (process.argv.includes('--demo')) await (await import('./demo.ts')).loadDemo(config)
  const server = await startServer(config)
  console.log(`seal-graphql is ready: ${server.url} (open it in a browser for GraphiQL; Ctrl-C stops)`)
  const stop = async () => {
    console.log('stopping')
    await server.close()
    process.exit(0)
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

await serve().catch(fail)
