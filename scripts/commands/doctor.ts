/** `npm run doctor`: looks at everything that the server and the commands need, changes nothing, and says what to do. */
import { Unavailable } from '../../src/domain/errors.ts'
import type { Config } from '../../src/server/config.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import { readConfigured } from '../configured.ts'
import { checkAccess } from '../doctor/access.ts'
import { checkDatabase } from '../doctor/database.ts'
import { checkDatasets } from '../doctor/datasets.ts'
import { type Finding, textOf } from '../doctor/finding.ts'
import { checkMachine } from '../doctor/machine.ts'
import { checkModels } from '../doctor/models.ts'
import { checkPort } from '../doctor/port.ts'
import { checkWebhooks } from '../doctor/webhooks.ts'
import { asJson, printJson } from '../json.ts'
import { program } from '../program.ts'

async function* checkContents(connection: Connection, config: Config) {
  yield* checkDatasets(connection)
  yield* checkModels(connection)
  yield* checkAccess(connection, config)
}

const examine = async ({ json }: { json?: true }) => {
  const config = readConfigured()
  // The clients of other servers take a while to load.
  const { checkEndpoints } = await import('../doctor/endpoints.ts')
  const findings: Finding[] = []
  const checks = [
    checkMachine(config),
    checkDatabase(config, (connection) => checkContents(connection, config)),
    checkEndpoints(),
    checkPort(config),
    checkWebhooks(config),
  ]
  for (const check of checks)
    for await (const finding of check) {
      findings.push(finding)
      if (!json) console.log(textOf(finding))
    }
  if (json) printJson({ findings })
  const failed = findings.filter(({ state }) => state === 'failed').length
  if (failed > 0) throw new Unavailable(`${failed} of these must be mended`)
}

export const doctorCommand = program(
  'doctor',
  '0 when nothing must be mended, 1 when something must, 2 for wrong usage',
)
  .addOption(asJson())
  .action(examine)
