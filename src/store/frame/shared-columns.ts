import type { LabelColumns, ListColumn } from '../../frame/frame.ts'

/** Columns in shared memory, zeroed (floats: NaN). */
export const int32Column = (length: number) => new Int32Array(new SharedArrayBuffer(length * 4))
export const int16Column = (length: number) => new Int16Array(new SharedArrayBuffer(length * 2))
export const uint32Column = (length: number) => new Uint32Array(new SharedArrayBuffer(length * 4))
export const uint8Column = (length: number) => new Uint8Array(new SharedArrayBuffer(length))
export const float64Column = (length: number) =>
  new Float64Array(new SharedArrayBuffer(length * 8)).fill(Number.NaN)

/** Collects one list of strings per row, rows ascending, as codes into a dictionary that it extends. */
export const listColumnBuilder = (length: number, dictionary: Map<string, number>) => {
  const offsets = uint32Column(length + 1)
  const codes: number[] = []
  /** Equal lists are common and come as equal texts: parse each once. */
  const parsed = new Map<string, readonly number[]>()
  const parse = (json: string) => {
    const names: string[] = JSON.parse(json)
    const list = names.map((name) => {
      const code = dictionary.get(name) ?? dictionary.size
      dictionary.set(name, code)
      return code
    })
    parsed.set(json, list)
    return list
  }
  let next = 0
  return {
    append: (row: number, json: string) => {
      while (next <= row) offsets[next++] = codes.length
      if (json !== '[]') for (const code of parsed.get(json) ?? parse(json)) codes.push(code)
    },
    finish: (): ListColumn => {
      while (next <= length) offsets[next++] = codes.length
      const shared = uint32Column(codes.length)
      shared.set(codes)
      return { offsets, codes: shared }
    },
  }
}

export const labelBits = (length: number): Pick<LabelColumns, 'features' | 'known'> => ({
  features: [uint32Column(length), uint32Column(length)],
  known: [uint32Column(length), uint32Column(length)],
})
