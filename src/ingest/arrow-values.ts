import { type Data, DataType, type Vector } from 'apache-arrow'

/** Whether values of a type, and of all within it, become values as JSON has them. */
export const isReadable = (type: DataType): boolean => {
  if (DataType.isDictionary(type)) return isReadable(type.dictionary)
  if (DataType.isUtf8View(type)) return true
  const isScalar = [
    DataType.isNull,
    DataType.isBool,
    DataType.isInt,
    DataType.isFloat,
    DataType.isUtf8,
    DataType.isLargeUtf8,
    DataType.isTimestamp,
    DataType.isDate,
  ].some((is) => is(type))
  const isNested = [DataType.isList, DataType.isLargeList, DataType.isFixedSizeList, DataType.isStruct].some(
    (is) => is(type),
  )
  return isScalar || (isNested && type.children.every((child) => isReadable(child.type)))
}

const checkOffsets = ({ valueOffsets, length }: Data, end: number): void => {
  if (length === 0) return
  if (valueOffsets.length <= length) throw new Error('places of values are missing')
  for (let at = 0; at < length; at++)
    if (valueOffsets[at] > valueOffsets[at + 1]) throw new Error('values lie one before the other')
  if (valueOffsets[0] < 0 || valueOffsets[length] > end) throw new Error('values lie outside of their batch')
}

/**
 * That all a column says of where its values are is within its batch.
 *
 * @param most how many values its bytes can hold
 * @throws Error
 */
export const checkData = (data: Data, most: number): void => {
  const { type, length, values, children } = data
  if (length > most) throw new Error(`${length} nulls in a column`)
  const [child] = children
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) checkOffsets(data, values?.length ?? 0)
  else if (DataType.isList(type) || DataType.isLargeList(type)) checkOffsets(data, child.length)
  else if (DataType.isFixedSizeList(type)) {
    if (child.length < length * type.listSize) throw new Error('values are missing')
  } else if (DataType.isStruct(type)) {
    if (children.some((one) => one.length < length)) throw new Error('values are missing')
  } else if (!DataType.isNull(type) && 8 * (values?.byteLength ?? 0) < length)
    throw new Error('values are missing')
  for (const one of children) checkData(one, most)
  for (const one of data.dictionary?.data ?? []) checkData(one, most)
}

const textOf = (milliseconds: number): string | number => {
  const date = new Date(Number(milliseconds))
  return Number.isNaN(date.getTime()) ? Number(milliseconds) : date.toISOString()
}

const scalar = (value: unknown, type: DataType): unknown => {
  if (DataType.isDictionary(type)) return scalar(value, type.dictionary)
  // Times are UTC, or of no zone at all.
  if (DataType.isTimestamp(type)) return textOf(Number(value))
  if (DataType.isDate(type)) return `${textOf(Number(value))}`.replace(/T00:00:00.000Z$/, '')
  if (typeof value !== 'bigint') return value
  return Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`
}

/** A value as JSON has it: integers beyond 2^53 are their digits, times ISO 8601. */
export const plainValue = (vector: Vector, at: number): unknown => {
  const { type } = vector
  if (DataType.isStruct(type)) {
    if (!vector.isValid(at)) return null
    return Object.fromEntries(
      type.children.map(({ name }, child) => {
        const column = vector.getChildAt(child)
        return [name, column === null ? null : plainValue(column, at)]
      }),
    )
  }
  const value: unknown = vector.get(at)
  if (value === null || value === undefined) return null
  const isList = DataType.isList(type) || DataType.isLargeList(type) || DataType.isFixedSizeList(type)
  if (!isList) return scalar(value, type)
  const list = value as Vector
  return Array.from({ length: list.length }, (_, index) => plainValue(list, index))
}
