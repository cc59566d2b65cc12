import { Cancelled, SealError, Unavailable } from '../../domain/errors.ts'
import { type Limits, variableOf } from '../limits/limits.ts'
import { refusal } from '../refusal.ts'

/** How long a client may send nothing. */
const SILENCE_MS = 30_000

/** What a body may be called. What it is, is known by its first bytes. */
const TYPES = [
  'application/octet-stream',
  'application/json',
  'application/jsonl',
  'application/x-ndjson',
  'text/csv',
  'text/tab-separated-values',
  'application/vnd.apache.parquet',
  'application/vnd.apache.arrow.file',
  'application/vnd.apache.arrow.stream',
  'application/gzip',
  'application/zstd',
]
const FORMS = ['multipart/form-data', 'application/x-www-form-urlencoded']
const ENCODINGS = ['identity', 'gzip', 'zstd']

/** @throws GraphQLError of status 415 for a body that is no file */
const checkType = ({ headers }: Request): void => {
  const refuse = (message: string) => refusal(415, 'BAD_REQUEST', message)
  const type = headers.get('content-type')?.split(';')[0].trim().toLowerCase()
  if (type && FORMS.includes(type))
    throw refuse(
      `content-type: a form, as "${type}" says, is not read; send the file alone, as \`curl -X POST -T FILE\` does, or with --data-binary @FILE and -H 'content-type: application/octet-stream'`,
    )
  if (type && !TYPES.includes(type))
    throw refuse(`content-type: "${type}" is not read; it is one of ${TYPES.join(', ')}, or left out`)
  const encoding = headers.get('content-encoding')?.trim().toLowerCase()
  if (encoding && !ENCODINGS.includes(encoding))
    throw refuse(`content-encoding: "${encoding}" is not read; it is one of ${ENCODINGS.join(', ')}`)
}

const tooLarge = (bytes: string, most: number) =>
  refusal(
    413,
    'LIMIT_EXCEEDED',
    `the body has ${bytes} bytes; at most ${most} (${variableOf('ingest')}): compress it, or send it in parts`,
  )

/** @throws GraphQLError with its status for a body that is not taken, before any of it is read */
export const checkHead = (request: Request, { ingest: most }: Limits): void => {
  checkType(request)
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) > most) throw tooLarge(announced, most)
}

/** The next value of whoever may not be silent for long. */
const inTime = async <T>(next: Promise<T>, ms: number): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<never>((_, reject) => {
    const message = `nothing more of the body came for ${ms / 1000} s; send it again`
    timer = setTimeout(() => reject(refusal(408, 'LIMIT_EXCEEDED', message, { connection: 'close' })), ms)
  })
  return Promise.race([next, over]).finally(() => clearTimeout(timer))
}

/** A body as it comes. @throws GraphQLError for one that is too large, or ceases; Cancelled where the client leaves before its end */
export async function* bodyOf(
  { body }: Request,
  { ingest: most }: Limits,
  silenceMs = SILENCE_MS,
): AsyncGenerator<Uint8Array> {
  if (body === null) return
  const reader = body.getReader()
  let bytes = 0
  try {
    while (true) {
      const read = reader.read().catch(() => Promise.reject(new Cancelled()))
      const { done, value } = await inTime(read, silenceMs)
      if (done) return
      bytes += value.byteLength
      if (bytes > most) throw tooLarge(`more than ${most}`, most)
      yield value
    }
  } finally {
    // Whoever still sends is not listened to.
    await reader.cancel().catch(() => undefined)
  }
}

/** Why a body could not be kept: by whom it was sent, or by the disk. */
export const whyNotKept = (error: unknown, closing: AbortSignal): unknown => {
  if (closing.aborted) return new Unavailable('the server is stopping; nothing went in: send it again')
  const { code } = error as NodeJS.ErrnoException
  if (error instanceof SealError || !['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS'].includes(`${code}`)) return error
  return new Unavailable(`there is no room for what was sent (${code}); nothing went in`, { cause: error })
}
