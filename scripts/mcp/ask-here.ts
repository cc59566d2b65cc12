import { Unavailable } from '../../src/domain/errors.ts'
import { hint } from '../../src/domain/hint.ts'
import { openEngine } from '../../src/engine/engine.ts'
import type { Ask } from '../../src/mcp/ask.ts'
import { openApi } from '../../src/server/api.ts'
import { type Config, engineOptions } from '../../src/server/config.ts'
import { refuseMissing } from '../../src/store/database-file.ts'
import { refuseUnmigrated } from '../../src/store/migrate.ts'
import { openConfigured, openExisting } from '../../src/store/sql/open.ts'
import { askingServer } from './ask-server.ts'

/** @throws Unavailable for a database that is not there or not current: who only reads neither makes nor migrates one */
const check = async ({ databaseUrl }: Config): Promise<void> => {
  try {
    refuseMissing(databaseUrl)
  } catch (cause) {
    throw new Unavailable(
      hint`DATABASE_URL: there is nothing at ${databaseUrl} yet; npm run ingest -- pairs brings a dataset, and npm start a demo`,
      { cause },
    )
  }
  const connection = await openConfigured(databaseUrl, openExisting)
  await refuseUnmigrated(connection, '').finally(() => connection.close())
}

/** Asks a server in this process, within its limits. It is opened by the first question that finds a database. */
export const askingHere = (config: Config): { ask: Ask; close(): Promise<void> } => {
  const { databaseUrl, safety } = config
  const open = async () => {
    await check(config)
    return openApi(databaseUrl, openEngine(databaseUrl, engineOptions(config)), { safety, policy: 'NEVER' })
  }
  let opened: ReturnType<typeof open> | undefined
  return {
    ask: async (document, variables, signal) => {
      opened ??= open().catch((error) => {
        opened = undefined
        throw error
      })
      const { yoga } = await opened
      return askingServer('http://localhost/graphql', yoga.fetch)(document, variables, signal)
    },
    close: async () => {
      const api = await opened?.catch(() => undefined)
      await api?.close()
    },
  }
}
