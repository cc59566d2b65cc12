import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

/** Characters of the documents that are remembered: each becomes some hundred bytes of a parsed one. */
const CHARACTERS = 250_000

const remembering = <T extends object>(characters: number) =>
  new LRUCache<string, T>({ maxSize: characters, sizeCalculation: (_, document) => document.length + 1 })

/** What Yoga remembers of documents: bounded by their size, where its own memory is by their number. */
export const parserCache = () => ({
  documentCache: remembering<DocumentNode>(CHARACTERS),
  errorCache: remembering<Error>(CHARACTERS / 10),
})
