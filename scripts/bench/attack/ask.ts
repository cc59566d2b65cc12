import { Agent, request } from 'node:http'

export type Posted = { query: string; variables?: Record<string, unknown> }

type Sent = { method: 'GET' | 'POST'; body?: string; signal: AbortSignal; reading?: boolean }

/** How a request was answered, in a word or two; what was answered is read and thrown away. */
const send = (address: URL | string, { method, body, signal, reading = true }: Sent): Promise<string> =>
  new Promise((resolve) => {
    const agent = new Agent({ maxSockets: 1 })
    const end = (how: string) => {
      agent.destroy()
      resolve(how)
    }
    const failed = (error: Error) => end(signal.aborted ? 'no end: left' : error.message)
    const headers: Record<string, string> = body ? { 'content-type': 'application/json' } : {}
    const asking = request(address, { method, agent, headers, signal }, (response) => {
      response.once('error', failed)
      // Whoever does not read hears nothing more.
      if (!reading) return signal.addEventListener('abort', () => end(`${response.statusCode}, not read`))
      let [bytes, start] = [0, '']
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (start.length < 2000) start += chunk.toString('latin1')
      })
      response.once('end', () => {
        const code = /"code":"(\w+)"/.exec(start)?.[1]
        end(code ?? `${response.statusCode}, ${(bytes / 1e6).toFixed(1)} MB`)
      })
    })
    asking.once('error', failed)
    asking.end(body)
  })

export const postTo = (url: string, posted: Posted, signal: AbortSignal) =>
  send(url, { method: 'POST', body: JSON.stringify(posted), signal })

export const getFrom = (url: string, address: string, signal: AbortSignal, reading = true) =>
  send(new URL(address, url), { method: 'GET', signal, reading })
