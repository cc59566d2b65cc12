import { InvalidInput } from '../../domain/errors.ts'

/** What one request may have of this server. */
export type Limits = {
  /** Bytes of a request's body. */
  body: number
  /** Bytes of what is sent to be imported, as they come. */
  ingest: number
  /** Lexical tokens of a document. */
  tokens: number
  /** Fields within fields. */
  depth: number
  /** Aliases in a document. */
  aliases: number
  /** What executing an operation costs: src/graphql/cost.ts, src/server/limits/cost.ts. */
  cost: number
  /** Pairs of a page. */
  page: number
  /** Lists and objects within each other, in variables, arguments and parameters. */
  nesting: number
  /** Objects, such as a filter's conditions, in one request's variables, arguments or parameters. */
  objects: number
  /** Bytes of a field's arguments as JSON, which are above all filters. */
  filter: number
  /** Bytes of an answer. */
  answer: number
  /** How long an answer may take. */
  seconds: number
}

const SETTINGS: Record<keyof Limits, { variable: string; standard: number; most: number }> = {
  body: { variable: 'MAX_BODY_BYTES', standard: 1_000_000, most: 100_000_000 },
  ingest: { variable: 'MAX_INGEST_BYTES', standard: 1_000_000_000, most: 1_000_000_000_000 },
  tokens: { variable: 'MAX_TOKENS', standard: 5000, most: 15_000 },
  depth: { variable: 'MAX_DEPTH', standard: 20, most: 200 },
  aliases: { variable: 'MAX_ALIASES', standard: 100, most: 15_000 },
  cost: { variable: 'MAX_COST', standard: 2_000_000, most: 1_000_000_000 },
  page: { variable: 'MAX_PAGE', standard: 1000, most: 1000 },
  nesting: { variable: 'MAX_NESTING', standard: 500, most: 500 },
  objects: { variable: 'MAX_CONDITIONS', standard: 1000, most: 100_000 },
  filter: { variable: 'MAX_FILTER_BYTES', standard: 100_000, most: 10_000_000 },
  answer: { variable: 'MAX_ANSWER_BYTES', standard: 32_000_000, most: 400_000_000 },
  seconds: { variable: 'MAX_SECONDS', standard: 60, most: 86_400 },
}

const NAMES = Object.keys(SETTINGS) as (keyof Limits)[]

export const DEFAULT_LIMITS = Object.fromEntries(
  NAMES.map((name) => [name, SETTINGS[name].standard]),
) as Limits

/** For whoever asks nobody but himself. */
export const NO_LIMITS = Object.fromEntries(NAMES.map((name) => [name, SETTINGS[name].most])) as Limits

/** Which environment variable sets a limit. */
export const variableOf = (name: keyof Limits): string => SETTINGS[name].variable

/** @throws InvalidInput naming the variable, and what it may be */
export const readLimits = (environment: NodeJS.ProcessEnv): Limits =>
  Object.fromEntries(
    NAMES.map((name) => {
      const { variable, standard, most } = SETTINGS[name]
      const text = environment[variable] || String(standard)
      const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
      if (!(value >= 1 && value <= most)) {
        throw new InvalidInput(`${variable} must be a whole number from 1 to ${most}, not "${text}"`)
      }
      return [name, value]
    }),
  ) as Limits
