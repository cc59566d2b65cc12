const SHOWN_LENGTH = 300

/** A text by others as a part of a message for people: one line, not long. */
export const cleaned = (text: string): string => {
  const line = text.replace(/[\p{Cc}\p{Surrogate}\s]+/gu, ' ').trim()
  return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH)}…` : line
}
