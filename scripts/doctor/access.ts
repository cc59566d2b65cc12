import { InvalidInput } from '../../src/domain/errors.ts'
import type { Config } from '../../src/server/config.ts'
import { DEFAULT_SAFETY, policyOf } from '../../src/server/safety.ts'
import type { Connection } from '../../src/store/sql/connection.ts'
import type { Finding } from './finding.ts'

/** Who gets in where the server is to listen. */
export async function* checkAccess(
  connection: Connection,
  { host, safety = DEFAULT_SAFETY }: Config,
): AsyncGenerator<Finding> {
  const what = 'access'
  const [[tokens]] = (await connection.query('SELECT COUNT(*) FROM access_token')) as [[number | bigint]]
  const have = Number(tokens) > 0
  try {
    await policyOf(host, safety, async () => have)
    const found = have ? 'everybody needs a token' : 'whoever is on this machine gets in, without a token'
    yield { state: 'ok', what, found }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error
    yield { state: 'failed', what, found: error.message }
  }
}
