import { createReadStream } from 'node:fs'
import { access, constants, open, stat } from 'node:fs/promises'
import { InvalidInput } from '../domain/errors.ts'
import { unreadableKind } from './archives.ts'
import { isArrow } from './arrow-head.ts'
import { BrokenCompression } from './broken-compression.ts'
import { CutShort } from './cut-short.ts'
import { gunzip, isGzip } from './gunzip.ts'
import { isZstd, unzstd } from './unzstd.ts'
import { LineWatch } from './utf8.ts'

const CHUNK_SIZE = 1 << 17
const BOM = Buffer.from('\ufeff')
const PARQUET = Buffer.from('PAR1')
const HEAD_BYTES = 8

/** A file to be read. */
export type Input = {
  readonly path: string
  /** What messages call it. */
  readonly name: string
  /** Of its bytes, in hexadecimal, for a file that isn't always in the same place; left out: it is. */
  readonly sha256?: string
  /** How many bytes it may have, decompressed; left out: any. */
  readonly mostBytes?: number
}

/** A file as a stream of bytes: decompressed when it is a gzip or a zst, without a byte order mark. */
export type Source = {
  /** Its name, for messages. */
  readonly file: string
  /** Where it is, for whoever opens it without `chunks`. */
  readonly path: string
  /** Bytes read so far and in all, as they are on the disk (compressed, if they are). */
  readonly bytesRead: number
  readonly totalBytes: number
  /** Known by its first bytes: to be read from anywhere, not in chunks. */
  readonly isParquet: boolean
  readonly isArrow: boolean
  /** Grows while the file is read; the formats add theirs. */
  readonly notices: string[]
  /**
   * To be read once. A gzip or zst whose end is missing or damaged gives all bytes before that, then throws
   * CutShort. Bytes that aren't UTF-8 are passed on (they decode to U+FFFD) and named in a notice.
   */
  chunks(): AsyncGenerator<Buffer>
  /** For whoever reads the file without `chunks`: so many bytes so far. */
  count(bytesRead: number): void
  /** Aborted: nobody waits for the rest. */
  readonly signal?: AbortSignal
}

async function* startingWith(first: IteratorResult<Buffer>, rest: AsyncIterator<Buffer>) {
  for (let next = first; !next.done; next = await rest.next()) yield next.value
}

/** @throws InvalidInput for what is known to have no rows. */
async function* readable(file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true
  for await (const chunk of chunks) {
    const kind = first ? unreadableKind(chunk) : null
    if (kind !== null) throw new InvalidInput(`${file} is ${kind}`)
    first = false
    yield chunk
  }
}

/** @throws InvalidInput behind as many bytes as there may be */
async function* within(most: number, file: string, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > most)
      throw new InvalidInput(`${file} has more than ${most} bytes when it is decompressed; divide it`)
    yield chunk
  }
}

async function* withoutBom(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk
    } else {
      head = Buffer.concat([head, chunk])
      if (head.length < BOM.length) continue
      const rest = head.subarray(head.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0)
      head = null
      if (rest.length > 0) yield rest
    }
  }
  if (head !== null && head.length > 0) yield head
}

const decompressed = (
  first: IteratorResult<Buffer>,
  bytes: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> => {
  if (first.done) return bytes
  if (isGzip(first.value)) return gunzip(bytes)
  return isZstd(first.value) ? unzstd(bytes) : bytes
}

const sizeOf = async ({ path, name }: Input): Promise<number> => {
  try {
    const status = await stat(path)
    if (status.isDirectory()) throw new InvalidInput(`${name} is a folder; name the file in it`)
    await access(path, constants.R_OK)
    return status.size
  } catch (error) {
    if (error instanceof InvalidInput) throw error
    const { code } = error as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? 'there is no such file' : `it can't be read (${code})`
    throw new InvalidInput(`${name}: ${reason}`, { cause: error })
  }
}

const headOf = async (path: string): Promise<Buffer> => {
  const handle = await open(path)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** @throws InvalidInput when there is no such file, or it is a folder, or it may not be read. */
export const openSource = async (file: string | Input, signal?: AbortSignal): Promise<Source> => {
  const input = typeof file === 'string' ? { path: file, name: file } : file
  const { path, name, mostBytes = Number.POSITIVE_INFINITY } = input
  const totalBytes = await sizeOf(input)
  // A pipe has no size, and can't be read twice.
  const head = totalBytes > 0 ? await headOf(path) : Buffer.alloc(0)
  const notices: string[] = []
  let bytesRead = 0

  async function* fromDisk(): AsyncGenerator<Buffer> {
    for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_SIZE })) {
      bytesRead += chunk.length
      yield chunk
    }
  }

  async function* chunks(): AsyncGenerator<Buffer> {
    const watch = new LineWatch()
    const compressed = fromDisk()
    const first = await compressed.next()
    const bytes = startingWith(first, compressed)
    try {
      const whole = within(mostBytes, name, decompressed(first, bytes))
      for await (const chunk of withoutBom(readable(name, whole))) {
        watch.feed(chunk)
        yield chunk
      }
    } catch (error) {
      if (!(error instanceof BrokenCompression)) throw error
      throw new CutShort(name, error.message, `line ${watch.lines}`, { cause: error })
    } finally {
      await compressed.return(undefined)
    }
    watch.end()
    if (watch.invalidLine !== null) {
      notices.push(
        `${name}: line ${watch.invalidLine} is the first that isn't UTF-8; such bytes are read as U+FFFD`,
      )
    }
  }

  return {
    file: name,
    path,
    totalBytes,
    isParquet: head.subarray(0, PARQUET.length).equals(PARQUET),
    isArrow: isArrow(head),
    notices,
    get bytesRead() {
      return bytesRead
    },
    chunks,
    count: (bytes) => {
      bytesRead = Math.min(bytes, totalBytes)
    },
    signal,
  }
}
