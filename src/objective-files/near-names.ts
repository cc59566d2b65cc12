import { suggestionList } from 'graphql/jsutils/suggestionList.js'
import { clipped } from '../domain/clipped.ts'

const SHOWN = 60
const MOST = 3

/** What to say of a name that is not among those that there are: those that look like it, or else all. */
export const unknownName = (name: string, known: readonly string[]): string => {
  const near = suggestionList(name, known).slice(0, MOST)
  const instead = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `known: ${known.join(', ')}`
  return `unknown "${clipped(name, SHOWN)}"; ${known.length > 0 ? instead : 'there is none'}`
}
