import { describe, it } from 'vitest'
import { databases } from '../databases.ts'
import { startLabel } from './command-line.ts'
import { killAtRandom } from './kill-at-random.ts'
import { APIS, label } from './labeling.ts'

describe('kill -9 of npm run label at random moments', () => {
  it.each(databases())(
    'loses nothing, pays twice for no more than what was under way, on $name',
    { timeout: 300_000 },
    (database) =>
      killAtRandom(database, {
        kind: 'LABELING',
        start: startLabel,
        parameters: ['--labeler', 'l'],
        undisturbed: (context, url) => label(context, APIS[0], url),
        done: (prisma) => prisma.label.count(),
      }),
  )
})
