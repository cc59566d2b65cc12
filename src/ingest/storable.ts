import { whyUnstorable } from '../domain/storable.ts'
import { Unusable } from './row.ts'

/** The text, if every database can hold it. @throws Unusable naming what it is called. */
export const storable = (text: string, name: string): string => {
  const reason = whyUnstorable(text)
  if (reason !== null) throw new Unusable(`${name} ${reason}`)
  return text
}
