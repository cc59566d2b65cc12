import type { BitField } from '../../domain/label-bits.ts'
import type { Sql } from './statement.ts'

/** All bits of a value, where it lies. */
export const placed = ({ word, shift }: BitField, bits: number): bigint =>
  BigInt(bits) << BigInt(32 * word + shift)

/** All bits of some features. */
export const maskOf = (fields: readonly BitField[], features: readonly number[]): bigint =>
  features.reduce((mask, feature) => mask | placed(fields[feature], fields[feature].mask), 0n)

const LOW = 0xffffffffn
/** A BIGINT as two numbers: the driver's are exact to 53 bits only. */
export const halves = (bits: Sql): Sql[] => [`(${bits}) & ${LOW}`, `(${bits}) >> 32`]
