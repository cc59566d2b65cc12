import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import type { Frame } from '../../frame/frame.ts'

/** Grows when a Frame is another than before: files of other layouts are not read. */
export const LAYOUT = 1

const TYPES = {
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint32Array,
  Float64Array,
  BigInt64Array,
}
type TypeName = keyof typeof TYPES
type Column = InstanceType<(typeof TYPES)[TypeName]>

/** Where a column belongs in a frame, and how many values it has. */
type Placed = { path: (string | number)[]; type: TypeName; length: number }
/** The first line of a file; the columns follow in their order, each from a multiple of ALIGNMENT on, then the checksum. */
type Head = { layout: number; key: string; columns: Placed[]; frame: object }

const ALIGNMENT = 8
const CHECKSUM_BYTES = 4
/** What a system reads or writes at most at a time. */
const PART = 2 ** 26
const LINE_END = 0x0a

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT
const bytesIn = ({ type, length }: Placed) => length * TYPES[type].BYTES_PER_ELEMENT

/** A frame without its columns, which are added to `columns` with their places. */
const withoutColumns = (value: unknown, place: Placed['path'], columns: [Placed, Column][]): unknown => {
  if (ArrayBuffer.isView(value)) {
    const column = value as Column
    const type = column.constructor.name as TypeName
    columns.push([{ path: place, type, length: column.length }, column])
    return null
  }
  if (Array.isArray(value)) return value.map((one, index) => withoutColumns(one, [...place, index], columns))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, withoutColumns(one, [...place, name], columns)]),
  )
}

const putAt = (frame: object, place: Placed['path'], column: Column): void => {
  const parents = place.slice(0, -1)
  const parent = parents.reduce<Record<string | number, unknown>>(
    (at, name) => at[name] as Record<string | number, unknown>,
    frame as Record<string, unknown>,
  )
  parent[place[place.length - 1]] = column
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength)

/** Parts of bytes that can be read or written at once. */
const partsOf = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / PART) }, (_, part) =>
    bytes.subarray(part * PART, (part + 1) * PART),
  )

const checksumOf = (bytes: Uint8Array, before = 0) =>
  partsOf(bytes).reduce((sum, part) => crc32(part, sum), before)

const SUFFIX = '.columns'
const nameOf = (datasetId: number, key: string) => `${datasetId}-${key}${SUFFIX}`

/** Keeps a frame but its named slices, as of the data that `key` names. */
export const writeFrameFile = async (directory: string, key: string, frame: Frame): Promise<void> => {
  const columns: [Placed, Column][] = []
  const skeleton = withoutColumns({ ...frame, slices: [] }, [], columns) as object
  const head: Head = { layout: LAYOUT, key, columns: columns.map(([placed]) => placed), frame: skeleton }
  const json = Buffer.from(JSON.stringify(head))
  const line = Buffer.alloc(aligned(json.length + 1), ' ')
  line.set(json)
  line[line.length - 1] = LINE_END

  await mkdir(directory, { recursive: true, mode: 0o700 })
  const name = nameOf(frame.datasetId, key)
  const written = path.join(directory, `${name}.${randomUUID()}`)
  const file = await open(written, 'wx', 0o600)
  try {
    let checksum = 0
    const write = async (bytes: Uint8Array) => {
      for (const part of partsOf(bytes)) {
        checksum = crc32(part, checksum)
        for (let at = 0; at < part.length; ) at += (await file.write(part, at)).bytesWritten
      }
    }
    await write(line)
    for (const [placed, column] of columns) {
      await write(bytesOf(column))
      await write(new Uint8Array(aligned(bytesIn(placed)) - bytesIn(placed)))
    }
    const end = Buffer.alloc(CHECKSUM_BYTES)
    end.writeUInt32LE(checksum)
    await file.writeFile(end)
    await file.close()
    await rename(written, path.join(directory, name))
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(written, { force: true })
    throw error
  }
}

/** Removes all files but those of these datasets' present data: of earlier data, of datasets that are gone, or never finished. */
export const removeOtherFrameFiles = async (
  directory: string,
  present: readonly (readonly [datasetId: number, key: string | null])[],
): Promise<void> => {
  const names = present.flatMap(([datasetId, key]) => (key === null ? [] : nameOf(datasetId, key)))
  // Another thread may be writing one of them.
  for (const file of await readdir(directory))
    if (!names.some((name) => file.startsWith(name))) await rm(path.join(directory, file), { force: true })
}

/** All bytes of a file, in shared memory. */
const readAll = async (file: FileHandle): Promise<Uint8Array> => {
  const { size } = await file.stat()
  const bytes = new Uint8Array(new SharedArrayBuffer(size))
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, Math.min(PART, size - at), at)
    if (bytesRead === 0) break
    at += bytesRead
  }
  return bytes
}

const isWhole = (bytes: Uint8Array): boolean => {
  const end = bytes.length - CHECKSUM_BYTES
  if (end <= 0) return false
  const sum = Buffer.from(bytes.slice(end)).readUInt32LE()
  return checksumOf(bytes.subarray(0, end)) === sum
}

/** The frame, without named slices, that was kept of a dataset as its data were under `key`. Null: there is none that can be believed. */
export const readFrameFile = async (
  directory: string,
  datasetId: number,
  key: string,
): Promise<Frame | null> => {
  let file: FileHandle
  try {
    file = await open(path.join(directory, nameOf(datasetId, key)))
  } catch {
    return null
  }
  try {
    const bytes = await readAll(file)
    if (!isWhole(bytes)) return null
    const lineEnd = bytes.indexOf(LINE_END)
    const head: Head = JSON.parse(Buffer.from(bytes.slice(0, lineEnd)).toString())
    const { layout, columns, frame } = head
    if (layout !== LAYOUT || head.key !== key || (frame as Frame).datasetId !== datasetId) return null
    let at = lineEnd + 1
    for (const placed of columns) {
      putAt(frame, placed.path, new TYPES[placed.type](bytes.buffer as ArrayBuffer, at, placed.length))
      at += aligned(bytesIn(placed))
    }
    return frame as Frame
  } catch {
    return null
  } finally {
    await file.close()
  }
}
