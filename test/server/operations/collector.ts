import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } }
export type Span = {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: Attribute[]
  status: { code?: number }
}
type Export = {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[]
}

export const attributesOf = ({ attributes }: { attributes: Attribute[] }) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]))

/** A collector of OpenTelemetry's spans that speaks OTLP/HTTP with JSON, as the protocol has it. */
export const startCollector = async () => {
  const exports: Export[] = []
  const problems: string[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const { method, url, headers } = request
    if (method !== 'POST' || url !== '/v1/traces' || headers['content-type'] !== 'application/json')
      problems.push(`${method} ${url} ${headers['content-type']}`)
    else exports.push(JSON.parse(Buffer.concat(parts).toString()))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"partialSuccess":{}}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const resources = () => exports.flatMap(({ resourceSpans }) => resourceSpans)
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    problems,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
    text: () => JSON.stringify(exports),
    resources: () => resources().map(({ resource }) => attributesOf(resource)),
    services: () => new Set(resources().map(({ resource }) => attributesOf(resource)['service.name'])),
    spans: () => resources().flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  }
}
