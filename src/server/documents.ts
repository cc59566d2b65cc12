import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type DocumentNode, Kind, parse, print, visit } from 'graphql'

/** Where the documents lie that are committed with the code: those of the page, and the examples. */
const FOLDERS = ['src/web/documents', 'scripts/examples']
const ROOT = path.resolve(import.meta.dirname, '../..')

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const TYPENAME = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const

/** As Apollo's clients ask: what each object is, but for the operation's own. */
const withTypenames = (document: DocumentNode): DocumentNode =>
  visit(document, {
    SelectionSet: (set, _key, parent) =>
      (parent as { kind?: Kind }).kind === Kind.OPERATION_DEFINITION
        ? undefined
        : { ...set, selections: [...set.selections, TYPENAME] },
  })

/** A document's text as it is written, and as clients print it before they hash it. */
const formsOf = (text: string): string[] => {
  const document = parse(text)
  return [text, print(document), print(withTypenames(document))]
}

/** Each file's text by its name without `.graphql`, and each form of it by its SHA-256. */
export const readDocuments = (folders = FOLDERS.map((folder) => path.join(ROOT, folder))) => {
  const documents = new Map<string, string>()
  for (const folder of folders) {
    if (!existsSync(folder)) continue
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!file.endsWith('.graphql')) continue
      const text = readFileSync(path.join(folder, file), 'utf8')
      const name = path.basename(file, '.graphql')
      if (documents.has(name)) throw new Error(`two documents are called ${name}`)
      documents.set(name, text)
      for (const form of formsOf(text)) documents.set(sha256(form), form)
    }
  }
  return documents
}
