const MOST = 80

/** The beginning of a text that may be long. */
export const clipped = (text: string): string => (text.length > MOST ? `${text.slice(0, MOST)}…` : text)
