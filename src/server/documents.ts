import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Where the documents lie that are committed with the code: those of the page, and the examples. */
const FOLDERS = ['src/web/documents', 'scripts/examples']
const ROOT = path.resolve(import.meta.dirname, '../..')

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** Each file's text by the SHA-256 of its bytes and by its name without `.graphql`. */
export const readDocuments = (folders = FOLDERS.map((folder) => path.join(ROOT, folder))) => {
  const documents = new Map<string, string>()
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!file.endsWith('.graphql')) continue
      const text = readFileSync(path.join(folder, file), 'utf8')
      const name = path.basename(file, '.graphql')
      if (documents.has(name)) throw new Error(`two documents are called ${name}`)
      documents.set(name, text).set(sha256(text), text)
    }
  }
  return documents
}
