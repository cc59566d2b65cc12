import { InvalidInput } from '../domain/errors.ts'

/** @throws InvalidInput naming the variable. */
export const readFlag = (name: string, text: string): boolean => {
  if (text !== 'true' && text !== 'false')
    throw new InvalidInput(`${name} must be true or false, not "${text}"`)
  return text === 'true'
}
