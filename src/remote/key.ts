import { InvalidInput } from '../domain/errors.ts'

/** @throws InvalidInput, without repeating it, for a key that can't be sent: whoever sends it would say it aloud. */
export const checkKey = (key: string, variable: string): string => {
  if (/^[\x21-\x7e]+$/.test(key)) return key
  throw new InvalidInput(`${variable} has characters that no key has, such as a space or a line break`)
}
