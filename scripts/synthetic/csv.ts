/** A field of a CSV, quoted where its text needs it, as pandas writes it. */
export const csvField = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

export const csvRow = (fields: readonly (string | number)[]): string =>
  `${fields.map((field) => (typeof field === 'number' ? String(field) : csvField(field))).join(',')}\n`

export const pythonBoolean = (value: boolean): string => (value ? 'True' : 'False')

const pythonString = (text: string): string => {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
  if (!text.includes("'")) return `'${escaped}'`
  return text.includes('"') ? `'${escaped.replaceAll("'", "\\'")}'` : `"${escaped}"`
}

/** Python's repr of a list of strings. */
export const pythonList = (items: readonly string[]): string => `[${items.map(pythonString).join(', ')}]`
