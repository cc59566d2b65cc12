import { createReadStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { NotFound, SealError } from '../../domain/errors.ts'
import { describeKind, describeKinds, readRequest } from '../../imports/parameters.ts'
import { findDataset } from '../../store/catalog.ts'
import type { Prisma } from '../../store/prisma.ts'
import type { Access } from '../access/access.ts'
import { graphqlErrorResponse } from '../error-response.ts'
import type { Groups, Route } from '../routes.ts'
import type { Safety } from '../safety.ts'
import { answerOf } from './answer.ts'
import { bodyOf, checkHead, whyNotKept } from './receive.ts'
import { addressOf, type Uploads } from './uploads.ts'

const LONGEST_NAME = 100
const NO_CACHE = { 'cache-control': 'no-store' }

/** What the file is called where it comes from, for messages and the Run. */
const nameOf = (given: string | null, { headers }: Request): string => {
  const [, disposed] = /\bfilename="?([^";]+)/i.exec(headers.get('content-disposition') ?? '') ?? []
  const name = path.basename((given ?? disposed ?? '').replace(/[\p{C}\\]/gu, ' ').trim())
  return name.slice(0, LONGEST_NAME) || 'upload'
}

const prefersAsync = ({ headers }: Request) => /\brespond-async\b/i.test(headers.get('prefer') ?? '')

type Services = { prisma: Prisma; access: Access; uploads: Uploads; closing: AbortSignal; safety: Safety }

/** @throws NotFound for a dataset that pairs would make */
const checkDataset = async (prisma: Prisma, dataset: string) => {
  try {
    await findDataset(prisma, dataset)
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
    const pairs = `/ingest/${encodeURIComponent(dataset)}/pairs`
    throw new SealError(error.code, `${error.message}; POST ${pairs} makes it`, { cause: error })
  }
}

const ingest = async (request: Request, { dataset, kind }: Groups, services: Services): Promise<Response> => {
  const { prisma, access, uploads, closing, safety } = services
  const { searchParams } = new URL(request.url)
  const name = nameOf(searchParams.get('file'), request)
  searchParams.delete('file')
  const asked = readRequest(kind, dataset, searchParams)
  checkHead(request, safety.limits)
  if (kind !== 'pairs') await checkDataset(prisma, dataset)
  const upload = await uploads
    .take({ kind, request: asked, name }, bodyOf(request, safety.limits), async () => {
      // What is sent may take long enough for a token to expire.
      await access.requires(request, 'WRITE')
    })
    .catch((error) => {
      throw whyNotKept(error, closing)
    })
  if (!prefersAsync(request)) await upload.done
  const { body, status = 200, headers } = await answerOf(upload, prisma)
  if (upload.finishedAt !== null) return Response.json(body, { status, headers: { ...NO_CACHE, ...headers } })
  const accepted = { ...NO_CACHE, location: addressOf(upload), 'preference-applied': 'respond-async' }
  return Response.json(body, { status: 202, headers: accepted })
}

const findUpload = (uploads: Uploads, id: string) => {
  const upload = uploads.find(id)
  if (upload) return upload
  throw new SealError(
    'NOT_FOUND',
    'this server has no such import, or has forgotten it since it was started: what was sent can be sent again, and what is in stays in',
  )
}

const rejects = (uploads: Uploads, id: string): Response => {
  const file = uploads.rejectsOf(findUpload(uploads, id))
  if (file === null) throw new SealError('NOT_FOUND', 'nothing of this import was rejected')
  const headers = {
    ...NO_CACHE,
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="rejects.csv"',
  }
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>, { headers })
}

/** What `npm run ingest` brings from files, brought by clients. */
export const ingestRoutes = (services: Services): Route[] => {
  const { uploads, prisma } = services
  return [
    { address: '/ingest', path: /^\/ingest$/, handle: () => Response.json(describeKinds()) },
    {
      address: '/ingest/runs/ID',
      // Not of letters alone, as kinds are: a dataset may be called "runs".
      path: /^\/ingest\/runs\/(?<id>[a-z]*[\dA-Z_=-][\w=-]*)$/,
      respond: graphqlErrorResponse,
      handle: async (_, { id }) => {
        const { body } = await answerOf(findUpload(uploads, id), prisma)
        return Response.json(body, { headers: NO_CACHE })
      },
    },
    {
      address: '/ingest/runs/ID/rejects',
      path: /^\/ingest\/runs\/(?<id>[\w=-]+)\/rejects$/,
      respond: graphqlErrorResponse,
      handle: (_, { id }) => rejects(uploads, id),
    },
    {
      address: '/ingest/DATASET/KIND',
      path: /^\/ingest\/(?<dataset>[^/]+)\/(?<kind>[a-z]+)$/,
      handle: (_, { kind }) => Response.json(describeKind(kind)),
      respond: graphqlErrorResponse,
      takesItsTime: true,
      writes: { POST: (request, groups) => ingest(request, groups, services) },
    },
  ]
}
