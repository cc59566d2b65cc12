import type { ChildProcess } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import type { Connection } from '../../src/store/sql/connection.ts'

/** Stops a command, but not amid a transaction, in which it would hold locks that others wait for. */
export const pauseBetweenTransactions = async (child: ChildProcess, connection: Connection) => {
  if (connection.provider === 'sqlite') {
    // There is one writer at a time.
    await connection.transaction('write', async () => void child.kill('SIGSTOP'))
    return
  }
  for (;;) {
    child.kill('SIGSTOP')
    await setTimeout(30)
    const busy = await connection.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
    )
    if (busy.length === 0) return
    child.kill('SIGCONT')
    await setTimeout(10)
  }
}
