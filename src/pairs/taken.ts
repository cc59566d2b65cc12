/** Elements of a column, in their order. */
export const taken = <T extends Float64Array | Uint32Array | Int32Array | Int16Array>(
  column: T,
  positions: Int32Array,
): T => {
  const some = new (column.constructor as new (length: number) => T)(positions.length)
  for (let k = 0; k < positions.length; k++) some[k] = column[positions[k]]
  return some
}
