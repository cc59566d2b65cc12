import { describe, it } from 'vitest'
import { databases } from '../databases.ts'
import { startRewrite } from './command-line.ts'
import { killAtRandom } from './kill-at-random.ts'
import { APIS } from './labeling.ts'
import { rewrite } from './rewriting.ts'

describe('kill -9 of npm run rewrite at random moments', () => {
  it.each(databases())(
    'loses nothing, pays twice for no more than what was under way, on $name',
    { timeout: 300_000 },
    (database) =>
      killAtRandom(database, {
        kind: 'REWRITING',
        start: startRewrite,
        parameters: ['--rewriter', 'r'],
        undisturbed: (context, url) => rewrite(context, APIS[0], url),
        done: (prisma) => prisma.entry.count({ where: { variantId: { not: 0 } } }),
      }),
  )
})
