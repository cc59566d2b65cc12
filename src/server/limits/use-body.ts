import type { GraphQLParams, Plugin } from 'graphql-yoga'
import { Cancelled } from '../../domain/errors.ts'
import { refusal } from '../refusal.ts'
import { type Limits, variableOf } from './limits.ts'

const JSON_TYPES = ['application/json', 'application/graphql+json']

/** A POST of JSON is none that a browser sends for another site's page without asking first. */
const assertJson = ({ method, headers }: Request) => {
  const type = headers.get('content-type')?.split(';')[0].trim().toLowerCase() ?? ''
  if (JSON_TYPES.includes(type)) return
  throw refusal(415, 'BAD_REQUEST', `content-type: ${method} takes application/json, not "${type}"`)
}

const parsed = (what: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw refusal(400, 'BAD_REQUEST', `${what}: this is not JSON`)
  }
}

/** @throws Cancelled where the client leaves before the end */
async function* partsOf({ body }: Request): AsyncGenerator<Uint8Array> {
  try {
    yield* (body ?? []) as AsyncIterable<Uint8Array>
  } catch {
    throw new Cancelled()
  }
}

const readText = async (request: Request, most: number): Promise<string> => {
  const tooLarge = (bytes: string) =>
    refusal(413, 'LIMIT_EXCEEDED', `the body has ${bytes} bytes; at most ${most} (${variableOf('body')})`)
  const announced = request.headers.get('content-length')
  if (announced !== null && Number(announced) > most) throw tooLarge(announced)
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of partsOf(request)) {
    bytes += part.byteLength
    if (bytes > most) throw tooLarge(`more than ${most}`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

const readJson = async (request: Request, { body }: Limits): Promise<unknown> => {
  assertJson(request)
  return parsed('the body', await readText(request, body))
}

/** A JSON object. @throws GraphQLError with its status for anything else, Cancelled */
export const readBody = async (request: Request, limits: Limits): Promise<Record<string, unknown>> => {
  const body = await readJson(request, limits)
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body }
  throw refusal(400, 'BAD_REQUEST', 'the body must be a JSON object')
}

const readPost = async (request: Request, limits: Limits): Promise<GraphQLParams> => {
  const params = await readJson(request, limits)
  if (Array.isArray(params)) {
    const message = `the body is a batch of ${params.length}; at most one operation is answered at a time`
    throw refusal(400, 'LIMIT_EXCEEDED', message)
  }
  if (typeof params !== 'object' || params === null)
    throw refusal(400, 'BAD_REQUEST', 'the body must be an object with a query')
  return params
}

const readGet = ({ url }: Request): GraphQLParams => {
  const { searchParams } = new URL(url)
  const objectAt = (name: string) => {
    const text = searchParams.get(name)
    return text ? (parsed(name, text) as Record<string, unknown>) : undefined
  }
  return {
    query: searchParams.get('query') || undefined,
    operationName: searchParams.get('operationName') || undefined,
    variables: objectAt('variables'),
    extensions: objectAt('extensions'),
  }
}

/** Reads what is asked from a request, of which no more is taken in than a body may have. */
export const useBody = (limits: Limits): Plugin => ({
  onRequestParse: ({ request, setRequestParser }) => {
    if (request.method === 'POST') setRequestParser((posted) => readPost(posted, limits))
    if (request.method === 'GET') setRequestParser(readGet)
  },
})
