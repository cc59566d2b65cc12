import type { Interruption } from '../domain/interruption.ts'
import { compute, type MetricArgs } from '../metrics/metrics.ts'
import { assertNamed, computing, openPairs } from '../pairs/sql/session.ts'
import type { Connection } from '../store/sql/connection.ts'
import { partsIn } from './parts.ts'
import type { NamedPairs, Task } from './protocol.ts'

/** Has PostgreSQL compute a metric. @throws SealError for what a person can do something about */
export const query = (
  connection: Connection,
  { outline, about, other, metric, args }: Task & { type: 'query' },
  signal: Interruption,
): Promise<unknown> =>
  computing(connection, signal, async () => {
    const pairsOf = (one: NamedPairs) => openPairs(connection, outline, one)
    const pairs = await pairsOf(about)
    for (const part of partsIn(args)) await assertNamed(connection, outline, part)
    const asked = { pairs, other: other && (await pairsOf(other)), signal }
    return compute(metric, asked, args as MetricArgs<typeof metric>)
  })
