import type { Random } from './random.ts'

const SPREAD = 0.65
/** How fast an excess over the mean so far is taken back. */
const CORRECTION = 0.02

/** Log-normal lengths whose mean stays near `mean` although no text gets exactly the length that it asked for. */
export class Lengths {
  readonly #mean: number
  readonly #random: Random
  #excess = 0

  constructor(mean: number, random: Random) {
    this.#mean = mean
    this.#random = random
  }

  next(): number {
    const length = this.#mean * Math.exp(SPREAD * this.#random.normal() - SPREAD ** 2 / 2)
    const correction = Math.max(-this.#mean, Math.min(this.#mean, CORRECTION * this.#excess))
    return Math.min(12 * this.#mean, length - correction)
  }

  settle(length: number): void {
    this.#excess += length - this.#mean
  }
}
