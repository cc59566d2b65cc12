import { InvalidInput } from '../../domain/errors.ts'

/** A line of a file that contradicts what is stored. */
export type Finding = { rowId: number; reason: string }

/** A record by which nothing of its batch can be written; whoever knows its file and line says them. */
export class Unwritable extends InvalidInput {
  readonly rowId: number

  constructor({ rowId, reason }: Finding) {
    super(`row ${rowId}: ${reason}`)
    this.rowId = rowId
  }
}
