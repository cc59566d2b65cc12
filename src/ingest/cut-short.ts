import { InvalidInput } from '../domain/errors.ts'

/** The end of a file is missing or damaged; every row before that has been delivered. */
export class CutShort extends InvalidInput {
  /** As in "the gzip ends early" and "line 7". */
  constructor(file: string, what: string, after: string, options?: { cause?: unknown }) {
    super(`${file}: ${what}, after ${after}`, options)
  }
}
