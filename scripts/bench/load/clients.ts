import { Agent, type IncomingMessage, request } from 'node:http'

export type Question = { kind: string; query: string; variables: Record<string, unknown> }
export type Asked = { kind: string; ms: number }
/** What clients did: every answer that was right, and what was wrong with the others. */
export type Load = { asked: Asked[]; wrong: string[] }

const bodyOf = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const post = (url: string, agent: Agent, body: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    request(url, { method: 'POST', agent, headers }, resolve).once('error', reject).end(body)
  })

/** Asks one question and reads the answer to its end. @throws Error for every answer that is not a whole, right one. */
export const ask = async (url: string, agent: Agent, { query, variables }: Question): Promise<string> => {
  const response = await post(url, agent, JSON.stringify({ query, variables }))
  const body = await bodyOf(response)
  if (response.statusCode !== 200 || !body.startsWith('{"data":') || body.includes('"errors":'))
    throw new Error(`${response.statusCode}: ${body.slice(0, 300)}`)
  return body
}

/**
 * So many clients, each on a connection of its own, each asking its next question when the last one is answered, for so
 * many seconds.
 *
 * @param next what a client asks, of its last answer to a question of the same kind
 */
export const load = async (
  url: string,
  { clients, seconds }: { clients: number; seconds: number },
  next: (client: number, answer: (kind: string) => string | undefined) => Question,
): Promise<Load> => {
  const result: Load = { asked: [], wrong: [] }
  const end = performance.now() + 1000 * seconds
  const run = async (client: number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const answers = new Map<string, string>()
    while (performance.now() < end) {
      const question = next(client, (kind) => answers.get(kind))
      const started = performance.now()
      try {
        answers.set(question.kind, await ask(url, agent, question))
        result.asked.push({ kind: question.kind, ms: performance.now() - started })
      } catch (error) {
        result.wrong.push(`${question.kind}: ${(error as Error).message}`)
      }
    }
    agent.destroy()
  }
  await Promise.all(Array.from({ length: clients }, (_, client) => run(client)))
  return result
}
