import { suggestionList } from 'graphql/jsutils/suggestionList.js'

const MOST = 3

/** Which names one may have meant, the nearest first. */
export const nearNames = (name: string, known: readonly string[]): string[] =>
  suggestionList(name, known).slice(0, MOST)
