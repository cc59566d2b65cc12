/** Rows with equal words are one group: `groupOf[row]`, and of each group the first row that it has. */
export type Groups = { groupOf: Int32Array; examples: Int32Array }

/** Groups rows by words that are all equal; groups are numbered as they come. */
export const groupRows = (words: readonly Uint32Array[], length: number): Groups => {
  const groupOf = new Int32Array(length)
  const hashOf = (row: number) => {
    let hash = 0
    for (const column of words) {
      hash = Math.imul(hash ^ column[row], 0x9e3779b1)
      hash ^= hash >>> 15
    }
    return Math.imul(hash, 0x85ebca6b) >>> 0
  }
  const equal = (a: number, b: number) => {
    for (const column of words) if (column[a] !== column[b]) return false
    return true
  }
  // Open addressing; a place holds a group's number + 1, and there are at least twice as many as groups.
  let places = new Int32Array(1 << 12)
  let examples = new Int32Array(places.length >> 1)
  let count = 0
  const placeOf = (row: number) => {
    const last = places.length - 1
    let place = hashOf(row) & last
    while (places[place] !== 0 && !equal(examples[places[place] - 1], row)) place = (place + 1) & last
    return place
  }
  const grow = () => {
    const known = examples.subarray(0, count)
    places = new Int32Array(places.length * 4)
    examples = new Int32Array(places.length >> 1)
    examples.set(known)
    known.forEach((row, group) => {
      places[placeOf(row)] = group + 1
    })
  }
  for (let row = 0; row < length; row++) {
    let place = placeOf(row)
    if (places[place] === 0) {
      if (count === examples.length) {
        grow()
        place = placeOf(row)
      }
      examples[count++] = row
      places[place] = count
    }
    groupOf[row] = places[place] - 1
  }
  return { groupOf, examples: examples.slice(0, count) }
}
