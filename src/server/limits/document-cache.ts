import type { DocumentNode } from 'graphql'
import { LRUCache } from 'lru-cache'

/** Characters of the cached documents: each becomes some hundred bytes of a parsed one. */
const CHARACTERS = 250_000

const boundedCache = <T extends object>(characters: number) =>
  new LRUCache<string, T>({ maxSize: characters, sizeCalculation: (_, document) => document.length + 1 })

/** Yoga's caches of parsed documents and of their errors, bounded by size: its own are bounded by number. */
export const documentCaches = () => ({
  documentCache: boundedCache<DocumentNode>(CHARACTERS),
  errorCache: boundedCache<Error>(CHARACTERS / 10),
})
