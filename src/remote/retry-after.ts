/** How long a server wishes to be left alone by its `retry-after`: seconds, or a date. */
export const retryAfterMs = (header: string | null | undefined): number | null => {
  if (header == null) return null
  if (/^\d+(\.\d+)?$/.test(header)) return 1000 * Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}
