import { Unavailable } from '../../domain/errors.ts'
import type { Provider } from '../../store/database-url.ts'

const COLUMNS = 'serve with SEAL_ENGINE=columns'

/** What no database is asked for, and why. */
const OF_ALL = {
  BOOTSTRAP: `options.bootstrap: it draws single pairs, which the SQL engine leaves in PostgreSQL; leave it out, or ${COLUMNS}`,
  PROBABILITY: `the SQL engine bins probabilities, but has none of single entries: ${COLUMNS}`,
  OUT_OF_RANGE: "the SQL engine can't compute with numbers of this size; SEAL_ENGINE=columns can",
}

/** What a database can't be asked for, and why. */
export const UNSUPPORTED = {
  postgresql: OF_ALL,
  sqlite: { ...OF_ALL, FOLDING: 'SQLite finds texts of ASCII letters, of up to 10,000 characters' },
} satisfies Record<Provider, Record<string, string>>

type Unsupported = { [P in Provider]: keyof (typeof UNSUPPORTED)[P] }[Provider]
const REASONS: Record<Unsupported, string> = UNSUPPORTED.sqlite

/** @throws Unavailable, always */
export const cannot = (what: Unsupported, options?: ErrorOptions): never => {
  throw new Unavailable(REASONS[what], options)
}
