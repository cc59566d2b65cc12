const IS_SPACE = Uint8Array.from({ length: 0x10000 }, (_, unit) =>
  Number(/\s/.test(String.fromCharCode(unit))),
)

/** Odd, and by chance: nobody can make up words that all have the same hash. */
const MULTIPLIER = Math.floor(Math.random() * 2 ** 32) | 1

/** The words of a text, maximal runs of characters that aren't white space: counted without a string for each. */
export class Words {
  count = 0
  /** How many there are when equal ones are one. */
  different = 0
  /** How many of these another text has, too. */
  shared = 0
  #text = ''
  /** A hash table: where each different word begins, from 1 on; 0: a free slot, as at least every other one is. */
  #starts = new Int32Array(1024)
  #slots = 1

  /** Reads another text: its words take the place of those that were here. */
  read(text: string, others?: Words): void {
    this.#text = text
    this.#slots = 1 << (32 - Math.clz32(text.length))
    if (this.#slots > this.#starts.length) this.#starts = new Int32Array(this.#slots)
    else this.#starts.fill(0, 0, this.#slots)
    this.count = this.different = this.shared = 0
    let [start, hash] = [0, 0]
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at)
      if (IS_SPACE[unit] === 0) {
        hash = (Math.imul(hash, MULTIPLIER) + unit) | 0
        continue
      }
      if (at > start) this.#add(start, at, hash, others)
      start = at + 1
      hash = 0
    }
    if (text.length > start) this.#add(start, text.length, hash, others)
  }

  #add(start: number, end: number, hash: number, others?: Words): void {
    this.count++
    const slot = this.#slotOf(this.#text, start, end, hash)
    if (this.#starts[slot] > 0) return
    this.#starts[slot] = start + 1
    this.different++
    if (others && others.#starts[others.#slotOf(this.#text, start, end, hash)] > 0) this.shared++
  }

  /** Where a text's word is among these, or would be. */
  #slotOf(text: string, start: number, end: number, hash: number): number {
    const last = this.#slots - 1
    let slot = (hash ^ (hash >>> 15)) & last
    while (this.#starts[slot] > 0 && !this.#isAt(this.#starts[slot] - 1, text, start, end))
      slot = (slot + 1) & last
    return slot
  }

  /** Whether the word that begins there is a text's. */
  #isAt(place: number, text: string, start: number, end: number): boolean {
    let [own, at] = [place, start]
    while (at < end && this.#text.charCodeAt(own) === text.charCodeAt(at)) {
      own++
      at++
    }
    return at === end && (own === this.#text.length || IS_SPACE[this.#text.charCodeAt(own)] === 1)
  }
}
