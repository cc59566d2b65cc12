import type { BitField } from '../../domain/label-bits.ts'

/** All bits of a value, where it lies. */
export const placed = ({ word, shift }: BitField, bits: number): bigint =>
  BigInt(bits) << BigInt(32 * word + shift)

/** All bits of some features. */
export const maskOf = (fields: readonly BitField[], features: readonly number[]): bigint =>
  features.reduce((mask, feature) => mask | placed(fields[feature], fields[feature].mask), 0n)
