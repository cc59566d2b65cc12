/** `npm run mcp`: tools for an assistant, by the Model Context Protocol over standard input and output. */
import '../../src/server/production.ts'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { address } from '../../src/imports/option-values.ts'
import { readConfigured } from '../configured.ts'
import { fail, WRONG_USAGE } from '../fail.ts'
import { program } from '../program.ts'

const open = async (url: string | undefined) => {
  if (url !== undefined) {
    const { askingServer } = await import('../mcp/ask-server.ts')
    return { ask: askingServer(url), close: async () => {} }
  }
  const config = readConfigured()
  const { askingHere } = await import('../mcp/ask-here.ts')
  return askingHere(config)
}

const serve = async ({ url }: { url?: string }) => {
  // Standard output is the protocol's.
  console.log = console.info = console.debug = console.error
  const { ask, close } = await open(url)
  const { serveStdio } = await import('@modelcontextprotocol/server/stdio')
  const { mcpServer } = await import('../../src/mcp/server.ts')
  const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8'))
  const connection = serveStdio(() => mcpServer(ask, version), { onerror: console.error })
  const stop = async () => {
    await connection.close()
    await close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  process.stdin.once('end', stop)
  // Whatever one call does, the others are answered.
  process.on('unhandledRejection', console.error)
}

export const mcpCommand = program('mcp', '0 when the assistant has left, 2 for wrong usage')
  .option(
    '--url <url>',
    'ask this server instead of the database; a token comes from the environment, SEAL_TOKEN',
    address,
  )
  .action((options: { url?: string }) => serve(options).catch((error) => fail(error, WRONG_USAGE)))
