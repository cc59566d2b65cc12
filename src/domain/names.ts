import { InvalidInput } from './errors.ts'

/** Characters of the longest name that anything is given: it stands in messages, in figures and in file names. */
export const LONGEST_NAME = 200

const SHOWN = 40

/** Why a new name can't be had; null where it can. */
export const whyNoName = (what: string, name: string): string | null => {
  if (name.trim() === '') return `the name of a ${what} must not be empty`
  if (name.length <= LONGEST_NAME) return null
  return `the name of a ${what} has ${LONGEST_NAME} characters at most, and "${name.slice(0, SHOWN)}…" has ${name.length}`
}

/** @throws InvalidInput for a name that nothing new may have */
export const checkName = (what: string, name: string): void => {
  const why = whyNoName(what, name)
  if (why) throw new InvalidInput(why)
}
