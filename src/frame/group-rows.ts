/** Rows with equal words are one group: `groupOf[k]` is that of the k-th row, `examples` has one k of each group. */
export type Groups = { groupOf: Int32Array; examples: Int32Array }

/** The bits of a mask in a column of words. */
export type Bits = { column: Uint32Array; mask: number }

const hashRows = (words: readonly Bits[], rows: Int32Array): Uint32Array => {
  const hashes = new Uint32Array(rows.length)
  for (const { column, mask } of words) {
    for (let k = 0; k < rows.length; k++) {
      const mixed = Math.imul(hashes[k] ^ (column[rows[k]] & mask), 0x9e3779b1)
      hashes[k] = mixed ^ (mixed >>> 15)
    }
  }
  for (let k = 0; k < rows.length; k++) {
    const mixed = Math.imul(hashes[k], 0x85ebca6b)
    hashes[k] = mixed ^ (mixed >>> 13)
  }
  return hashes
}

/** Groups rows by words that are all equal; groups are numbered as they come. */
export const groupRows = (words: readonly Bits[], rows: Int32Array): Groups => {
  const { length } = rows
  const hashes = hashRows(words, rows)
  const groupOf = new Int32Array(length)
  // Open addressing; a place holds a group's number + 1, and there are at least twice as many as groups.
  let places = new Int32Array(1 << 12)
  let examples = new Int32Array(places.length >> 1)
  let count = 0
  const equal = (a: number, b: number) => {
    for (const { column, mask } of words) {
      if (((column[rows[a]] ^ column[rows[b]]) & mask) !== 0) return false
    }
    return true
  }
  const grow = () => {
    places = new Int32Array(places.length * 4)
    const known = examples.subarray(0, count)
    examples = new Int32Array(places.length >> 1)
    examples.set(known)
    const last = places.length - 1
    for (let group = 0; group < count; group++) {
      let place = hashes[known[group]] & last
      while (places[place] !== 0) place = (place + 1) & last
      places[place] = group + 1
    }
  }
  for (let row = 0; row < length; row++) {
    const hash = hashes[row]
    let last = places.length - 1
    let place = hash & last
    for (;;) {
      const group = places[place] - 1
      if (group >= 0) {
        const example = examples[group]
        if (hashes[example] === hash && equal(example, row)) {
          groupOf[row] = group
          break
        }
        place = (place + 1) & last
      } else if (count < examples.length) {
        examples[count] = row
        groupOf[row] = count
        places[place] = ++count
        break
      } else {
        grow()
        last = places.length - 1
        place = hash & last
      }
    }
  }
  return { groupOf, examples: examples.slice(0, count) }
}
