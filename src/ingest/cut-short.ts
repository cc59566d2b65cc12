import { InvalidInput } from '../domain/errors.ts'

/** The end of a file is missing or damaged; every row before that has been delivered. */
export class CutShort extends InvalidInput {
  readonly line: number

  constructor(file: string, what: string, line: number, options?: { cause?: unknown }) {
    super(`${file}: the gzip ${what}, after line ${line}`, options)
    this.line = line
  }
}
