import { fetchAnswer } from './request.ts'

/** A file that the server makes. */
export type ServerFile = { label: string; name: string; address: string }

type Parameters = { dataset: string } & Record<string, unknown>

/** Words are written as they are, everything else as JSON. */
const searchOf = (parameters: Record<string, unknown>): string => {
  const given = Object.entries(parameters).filter(([, value]) => value !== null)
  const texts = given.map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return new URLSearchParams(texts).toString()
}

const fileOf = (
  route: 'tables' | 'figures',
  { name, format, label = format.toUpperCase() }: { name: string; format: string; label?: string },
  { dataset, ...parameters }: Parameters,
): ServerFile => ({
  label,
  name: `${dataset}-${name}.${format}`,
  address: `/${route}/${encodeURIComponent(dataset)}/${name}.${format}?${searchOf(parameters)}`,
})

/** SHIFT_IMPRINTS as addresses have it. */
const hyphened = (name: string): string => name.toLowerCase().replaceAll('_', '-')

/** A table of the server as CSV, of an audit. */
export const tableFile = (name: string, parameters: Parameters, label?: string): ServerFile =>
  fileOf('tables', { name: hyphened(name), format: 'csv', label }, parameters)

/** A figure of the server as images, of an audit. `figure` as the schema names it. */
export const figureFiles = (figure: string, parameters: Parameters): ServerFile[] =>
  ['png', 'svg'].map((format) => fileOf('figures', { name: hyphened(figure), format }, parameters))

/** How long a browser may take to save what it was given. */
const SAVED_MS = 60_000

/** Lets the browser save a file. */
export const save = (name: string, contents: Blob): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(contents)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), SAVED_MS)
}

/** Lets the browser save a file of the server. A mere link would send no token. @throws RequestError */
export const download = async ({ name, address }: ServerFile): Promise<void> =>
  save(name, await (await fetchAnswer(address)).blob())
