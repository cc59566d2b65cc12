import { once } from 'node:events'
import { createWriteStream, mkdirSync, rmSync, type WriteStream } from 'node:fs'
import path from 'node:path'

export type Reject = { file: string; line: number; rowId?: number; reason: string }

/** The rejects file: CSV `file,line,row_id,reason`, there only if something was rejected. */
export type Rejects = {
  readonly path: string
  add(reject: Reject): void
  /** Resolves when everything is on the disk. */
  close(): Promise<void>
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Begins a new file in place of an older one at the same path. */
export const openRejects = (file: string): Rejects => {
  rmSync(file, { force: true })
  let stream: WriteStream | undefined
  const open = () => {
    mkdirSync(path.dirname(file), { recursive: true })
    const opened = createWriteStream(file)
    opened.write('file,line,row_id,reason\n')
    return opened
  }
  return {
    path: file,
    add: ({ file: source, line, rowId, reason }) => {
      stream ??= open()
      stream.write(`${quoted(source)},${line},${rowId ?? ''},${quoted(reason)}\n`)
    },
    close: async () => {
      if (!stream) return
      stream.end()
      await once(stream, 'finish')
    },
  }
}
