import type { ErrorCode } from './error-codes.ts'

/**
 * The errors that a person is meant to read: what is wrong, where, and what to do. Everything else that
 * is thrown is a defect and stays masked.
 */
export class SealError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** An argument, an option or a file that can't be used as it is. */
export class InvalidInput extends SealError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('INVALID_INPUT', message, options)
  }
}

/** How much of a name and how many names a message has: it is read by a person. */
const LONGEST = 100

/** A name that nothing has; the message lists the known ones. */
export class NotFound extends SealError {
  readonly wanted: string
  readonly known: readonly string[]

  constructor(what: string, name: string, known: readonly string[], options?: { cause?: unknown }) {
    const more = known.length > LONGEST ? ` and ${known.length - LONGEST} more` : ''
    const list =
      known.length > 0 ? `known: ${known.slice(0, LONGEST).join(', ')}${more}` : 'there is none yet'
    const shown = name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name
    super('NOT_FOUND', `unknown ${what} "${shown}"; ${list}`, options)
    this.wanted = name
    this.known = known
  }
}

/** What is asked for contradicts what is stored. */
export class Conflict extends SealError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('CONFLICT', message, options)
  }
}

/** The request is right, but can't be served now. */
export class Unavailable extends SealError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('UNAVAILABLE', message, options)
  }
}

/** Everybody who waited for the answer is gone. */
export class Cancelled extends SealError {
  constructor() {
    super('CANCELLED', 'nobody waits for the answer any longer')
  }
}

/** Who asks has shown no token that is known here. */
export class Unauthenticated extends SealError {
  constructor(message: string) {
    super('UNAUTHENTICATED', message)
  }
}

/** It is known who asks, or from where, and that is not enough. */
export class Forbidden extends SealError {
  constructor(message: string) {
    super('FORBIDDEN', message)
  }
}

/** More than this server gives to one request; the message says how much it does, and which variable sets that. */
export class LimitExceeded extends SealError {
  constructor(message: string) {
    super('LIMIT_EXCEEDED', message)
  }
}
