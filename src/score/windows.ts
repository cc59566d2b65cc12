/** Texts to sort by length at once, and characters that may be in memory for it. */
const TEXTS = 2048
const CHARACTERS = 4_000_000

/** Takes a stream of texts apart into lists, so that those of like length find each other. */
export async function* windowsOf<T extends { text: string }>(
  items: AsyncIterable<T> | Iterable<T>,
): AsyncGenerator<T[]> {
  let window: T[] = []
  let characters = 0
  for await (const item of items) {
    window.push(item)
    characters += item.text.length
    if (window.length < TEXTS && characters < CHARACTERS) continue
    yield window
    window = []
    characters = 0
  }
  if (window.length > 0) yield window
}
