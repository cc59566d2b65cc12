import { InvalidInput } from '../domain/errors.ts'

/** @throws InvalidInput naming the variable. */
export const readFlag = (name: string, text: string): boolean => {
  if (text !== 'true' && text !== 'false')
    throw new InvalidInput(`${name} must be true or false, not "${text}"`)
  return text === 'true'
}

/** A number from 1 to `most`. @throws InvalidInput naming the variable. */
export const readWholeNumber = (name: string, text: string, most: number, unit = ''): number => {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new InvalidInput(`${name} must be a whole number${unit} from 1 to ${most}, not "${text}"`)
  return value
}
