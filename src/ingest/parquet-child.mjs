// Decodes for parquet-decoder.ts, in a process of its own. Plain JavaScript: it starts at once.
import { isUtf8 } from 'node:buffer'
import { open } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const FOOTER_BYTES = 1 << 16
const [file, size] = process.argv.slice(2)
const byteLength = Number(size)
const handle = await open(file)

/** How many steps were done, and whether something is being decoded. */
const steps = new Int32Array(new SharedArrayBuffer(8))
const step = () => Atomics.add(steps, 0, 1)
const watch = new Worker(new URL('./parquet-watch.mjs', import.meta.url), { workerData: steps })
watch.unref()
// Ctrl-C in a terminal reaches this process too; the one that reads the rows decides.
process.on('SIGINT', () => undefined)

let bytesRead = 0
const buffer = {
  byteLength,
  slice: async (start, end = byteLength) => {
    const bytes = new Uint8Array(end - start)
    for (let length = 0; length < bytes.length; step()) {
      const read = await handle.read(bytes, length, bytes.length - length, start + length)
      if (read.bytesRead === 0) throw new Error('the file has become shorter')
      length += read.bytesRead
      bytesRead += read.bytesRead
    }
    return bytes.buffer
  },
}

let invalid = false
const stringFromBytes = (bytes) => {
  step()
  if (bytes === undefined) return bytes
  invalid ||= !isUtf8(bytes)
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
// A cell that isn't JSON, in a column that should be, is a bad row and not a damaged file.
const jsonFromBytes = (bytes) => {
  const text = stringFromBytes(bytes)
  try {
    return text === undefined ? text : JSON.parse(text)
  } catch {
    return text
  }
}

let metadata
let rows = []
const answers = {
  footer: async () => {
    metadata = await parquetMetadataAsync(buffer, { initialFetchSize: FOOTER_BYTES })
    return { metadata }
  },
  /** Decodes rows of one row group, to be taken. */
  decode: async ({ columns, rowStart, rowEnd }) => {
    const parsers = { stringFromBytes, jsonFromBytes }
    rows = []
    rows = await parquetReadObjects({
      file: buffer,
      metadata,
      columns,
      rowStart,
      rowEnd,
      compressors,
      parsers,
      onPage: step,
    })
    if (rows.length !== rowEnd - rowStart) throw new Error(`${rows.length} of ${rowEnd - rowStart} rows`)
    return { bytesRead, invalid }
  },
  take: ({ start, end }) => ({ rows: rows.slice(start, end) }),
}

process.on('message', async ({ ask, ...request }) => {
  Atomics.store(steps, 1, 1)
  try {
    process.send(await answers[ask](request))
  } catch (error) {
    process.send({ failure: String(error?.message ?? error) })
  }
  Atomics.store(steps, 1, 0)
})
