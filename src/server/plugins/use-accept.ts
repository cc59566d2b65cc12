import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { ErrorCode } from '../../domain/error-codes.ts'

const NOT_ACCEPTABLE: ErrorCode = 'NOT_ACCEPTABLE'
const JSON_FORMATS = ['application/graphql-response+json', 'application/json'] as const

const ADVICE = {
  SUBSCRIPTION: 'a subscription is answered as text/event-stream',
  DEFERRED:
    'what is deferred comes in parts, as multipart/mixed (deferSpec=20220824) or text/event-stream; or ask without @defer',
  WHOLE: `this is answered as ${JSON_FORMATS.join(', ')}, multipart/mixed or text/event-stream`,
}

/** The media types that a client takes, each with its parameters. */
const acceptedBy = ({ headers }: Request) =>
  (headers.get('accept') ?? '*/*')
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))

/** Whether a client that takes parts takes those of 2022, which are the ones that there are. */
const takesParts = (request: Request): boolean => {
  const ranges = acceptedBy(request).filter(([type]) => type === 'multipart/mixed')
  const isOther = (parameter: string) =>
    /^(incremental|defer)spec=/.test(parameter) && !/^deferspec="?20220824"?$/.test(parameter)
  return ranges.length === 0 || ranges.some(([, ...parameters]) => !parameters.some(isOther))
}

/** Refuses an answer in none of the formats that a client accepts, and lists the formats. */
export const useAccept = (): Plugin => {
  const subscriptions = new WeakSet<Request>()
  return {
    onSubscribe: ({ args }) => void subscriptions.add(args.contextValue.request),
    onResultProcess: ({ request, result, resultProcessor, setResultProcessor }) => {
      const parts = isAsyncIterable(result) ? result[Symbol.asyncIterator]() : null
      if (resultProcessor && (parts === null || takesParts(request))) return
      // It has begun: it releases what it holds only once it has been started.
      void parts?.next().catch(() => undefined)
      void parts?.return?.()
      const kind = subscriptions.has(request) ? 'SUBSCRIPTION' : parts === null ? 'WHOLE' : 'DEFERRED'
      const message = `none of the formats that the header "accept" has: ${ADVICE[kind]}`
      const taken = acceptedBy(request).map(([type]) => type)
      const format = JSON_FORMATS.find((type) => taken.includes(type)) ?? 'application/json'
      setResultProcessor(
        (_, { Response }) =>
          new Response(JSON.stringify({ errors: [{ message, extensions: { code: NOT_ACCEPTABLE } }] }), {
            status: 406,
            headers: { 'content-type': `${format}; charset=utf-8` },
          }),
        format,
      )
    },
  }
}
