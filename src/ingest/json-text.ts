/** A value as JSON, for a message. JSON.parse reads what is nested deeper than JSON.stringify goes. */
export const jsonText = (value: unknown): string => {
  try {
    return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? `${inner}` : inner))
  } catch (error) {
    if (error instanceof RangeError) return 'nested too deep to be shown'
    throw error
  }
}
