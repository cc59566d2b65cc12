/** Rows with equal words are one group: `groupOf[k]` is that of the k-th row, `words` what each group has. */
export type Groups = { groupOf: Int32Array; words: Uint32Array[]; count: number }

/** The bits of a mask in a column of words. */
export type Bits = { column: Uint32Array; mask: number }

const hashRows = (bits: readonly Bits[], rows: Int32Array): Uint32Array => {
  const hashes = new Uint32Array(rows.length)
  for (const { column, mask } of bits) {
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

const grown = (array: Uint32Array<ArrayBuffer>) => {
  const larger = new Uint32Array(array.length * 4)
  larger.set(array)
  return larger
}

/** Groups rows by words that are all equal; groups are numbered as they come. */
export const groupRows = (bits: readonly Bits[], rows: Int32Array): Groups => {
  const hashes = hashRows(bits, rows)
  const groupOf = new Int32Array(rows.length)
  // Open addressing; a place holds a group's number + 1, and there are at least twice as many as groups.
  let places = new Int32Array(1 << 12)
  let words = bits.map(() => new Uint32Array(places.length >> 1))
  let groupHashes = new Uint32Array(places.length >> 1)
  let count = 0
  const grow = () => {
    places = new Int32Array(places.length * 4)
    words = words.map(grown)
    groupHashes = grown(groupHashes)
    const last = places.length - 1
    for (let group = 0; group < count; group++) {
      let place = groupHashes[group] & last
      while (places[place] !== 0) place = (place + 1) & last
      places[place] = group + 1
    }
  }
  for (let k = 0; k < rows.length; k++) {
    if (2 * count === places.length) grow()
    const last = places.length - 1
    let place = hashes[k] & last
    let group = places[place] - 1
    while (group >= 0) {
      let w = 0
      while (w < bits.length && words[w][group] === (bits[w].column[rows[k]] & bits[w].mask) >>> 0) w++
      if (w === bits.length) break
      place = (place + 1) & last
      group = places[place] - 1
    }
    if (group < 0) {
      group = count++
      places[place] = count
      groupHashes[group] = hashes[k]
      for (let w = 0; w < bits.length; w++) words[w][group] = bits[w].column[rows[k]] & bits[w].mask
    }
    groupOf[k] = group
  }
  return { groupOf, words: words.map((column) => column.slice(0, count)), count }
}
