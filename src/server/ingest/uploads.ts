import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ImportRequest } from '../../imports/commands.ts'
import { errorOf, type Importer, openImporter } from '../../imports/importer.ts'
import type { Ended } from '../../imports/messages.ts'
import { type Spooled, spool } from '../../ingest/spool.ts'
import type { Limits } from '../limits/limits.ts'
import { refusal } from '../refusal.ts'

/** How many are received, wait or are imported at once: each has a file on the disk. */
const MOST = 8
/** How many that have ended are told of. */
const REMEMBERED = 100
/** How often the limit of what is sent it may have, decompressed. */
const DECOMPRESSED = 10
const RETRY_SECONDS = '5'

/** What was sent to be imported, and what has become of it so far. */
export type Upload = {
  readonly id: string
  readonly kind: string
  readonly dataset: string
  readonly file: string
  readonly startedAt: Date
  readonly notices: string[]
  /** Its Run's, once there is one. */
  runId: number | null
  finishedAt: Date | null
  ended: Ended | null
  error: unknown
  /** Resolves when it has ended, however it did. */
  done: Promise<void>
}

export const addressOf = ({ id }: Upload): string => `/ingest/runs/${id}`

/** What clients send to be imported, from its first byte to its end, and what became of the last. */
export const openUploads = (databaseUrl: string, { ingest }: Limits, closing: AbortSignal) => {
  const mostBytes = DECOMPRESSED * ingest
  let opened: { folder: string; importer: Importer } | undefined
  let open = 0
  const uploads = new Map<string, Upload>()
  const remove = () => opened && rmSync(opened.folder, { recursive: true, force: true })
  const begin = () => {
    if (opened) return opened
    const folder = mkdtempSync(path.join(tmpdir(), 'seal-ingest-'))
    opened = { folder, importer: openImporter(folder) }
    process.once('exit', remove)
    return opened
  }
  const folderOf = (id: string) => path.join(begin().folder, id)
  const forget = () => {
    const ended = [...uploads.values()].filter(({ finishedAt }) => finishedAt !== null)
    for (const { id } of ended.slice(0, Math.max(0, ended.length - REMEMBERED))) {
      uploads.delete(id)
      rmSync(folderOf(id), { recursive: true, force: true })
    }
  }
  const run = async (upload: Upload, request: ImportRequest) => {
    const rejects = { directory: folderOf(upload.id), address: `${addressOf(upload)}/rejects` }
    try {
      upload.ended = await begin().importer.run(
        { request, databaseUrl, rejects },
        {
          onNotice: (line) => void upload.notices.push(line),
          onRun: (id) => {
            upload.runId = id
          },
        },
      )
      if (upload.ended.failure) upload.error = errorOf(upload.ended.failure)
    } catch (error) {
      upload.error = error
    }
    upload.finishedAt = new Date()
  }
  return {
    /**
     * Receives what is sent, and has it imported when those before it are.
     *
     * @param accept throws where it may not go in after all
     * @throws GraphQLError of status 503 while too many are open; what `bytes` and `accept` throw
     */
    take: async (
      { kind, request, name }: { kind: string; request: ImportRequest; name: string },
      bytes: AsyncIterable<Uint8Array>,
      accept: () => Promise<void>,
    ): Promise<Upload> => {
      if (open >= MOST)
        throw refusal(
          503,
          'UNAVAILABLE',
          `${MOST} imports are received or wait already; send it again later`,
          {
            'retry-after': RETRY_SECONDS,
          },
        )
      open++
      const release = begin().importer.hold()
      let spooled: Spooled | undefined
      const end = () => {
        spooled?.remove()
        release()
        open--
      }
      try {
        const { folder } = begin()
        spooled = await spool(bytes, { name, signal: closing, folder })
        await accept()
      } catch (error) {
        end()
        throw error
      }
      const upload: Upload = {
        id: randomUUID(),
        kind,
        dataset: request.options.dataset,
        file: name,
        startedAt: new Date(),
        notices: [],
        runId: null,
        finishedAt: null,
        ended: null,
        error: null,
        done: Promise.resolve(),
      }
      uploads.set(upload.id, upload)
      upload.done = run(upload, { ...request, files: [{ ...spooled.input, mostBytes }] }).finally(() => {
        end()
        forget()
      })
      return upload
    },
    find: (id: string): Upload | undefined => uploads.get(id),
    /** The list of its rejects; null: there is none. */
    rejectsOf: ({ id }: Upload): string | null => {
      const folder = folderOf(id)
      return existsSync(folder) ? path.join(folder, readdirSync(folder)[0]) : null
    },
    stop: () => opened?.importer.stop(),
    close: async () => {
      await opened?.importer.close()
      process.off('exit', remove)
      remove()
    },
  }
}
export type Uploads = ReturnType<typeof openUploads>
