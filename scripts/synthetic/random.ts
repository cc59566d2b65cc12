import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { JumpableRandomGenerator } from 'pure-rand/types/JumpableRandomGenerator'

/** One reproducible stream of random draws. */
export class Random {
  readonly #generator: JumpableRandomGenerator
  #spareNormal: number | null = null

  constructor(generator: JumpableRandomGenerator) {
    this.#generator = generator
  }

  /** In [0, 1), with 53 bits. */
  uniform(): number {
    return uniformFloat64(this.#generator)
  }

  /** An integer in [0, count). */
  below(count: number): number {
    return Math.floor(((this.#generator.next() >>> 0) / 2 ** 32) * count)
  }

  chance(probability: number): boolean {
    return this.uniform() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal
      this.#spareNormal = null
      return spare
    }
    while (true) {
      const x = 2 * this.uniform() - 1
      const y = 2 * this.uniform() - 1
      const square = x * x + y * y
      if (square === 0 || square >= 1) continue
      const scale = Math.sqrt((-2 * Math.log(square)) / square)
      this.#spareNormal = y * scale
      return x * scale
    }
  }

  /** Fisher-Yates, in place. */
  shuffle<T extends Uint8Array | Uint32Array>(array: T): T {
    for (let last = array.length - 1; last > 0; last--) {
      const other = this.below(last + 1)
      const value = array[last]
      array[last] = array[other]
      array[other] = value
    }
    return array
  }
}

/** Streams that never overlap: what one part draws does not change what the others get. */
export const randomStreams = <Name extends string>(
  seed: number,
  names: readonly Name[],
): Record<Name, Random> => {
  const generator = xoroshiro128plus(seed)
  const streams = names.map((name) => {
    generator.jump()
    return [name, new Random(generator.clone())]
  })
  return Object.fromEntries(streams)
}
