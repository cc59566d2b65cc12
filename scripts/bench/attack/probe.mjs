/** A thread that asks `{ __typename }` and `/health/live` again and again: what delays its own process does not count. */
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'

const { url } = workerData
const PAUSES_MS = { typename: 10, health: 25 }
const LONGEST_MS = 120_000

/** Milliseconds until an answer's end; null where there is none. */
const time = (agent, address, options, body) =>
  new Promise((resolve) => {
    const begun = performance.now()
    const failed = () => resolve(null)
    const asking = request(address, { agent, timeout: LONGEST_MS, ...options }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode === 200 ? performance.now() - begun : null))
      response.once('error', failed)
    })
    asking.once('error', failed)
    asking.once('timeout', () => asking.destroy())
    asking.end(body)
  })

const POST = { method: 'POST', headers: { 'content-type': 'application/json' } }
const asked = {
  typename: (agent) => time(agent, url, POST, JSON.stringify({ query: '{ __typename }' })),
  health: (agent) => time(agent, new URL('/health/live', url), {}),
}

let going = true
const keepAsking = async (kind) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times = []
  while (going) {
    times.push(await asked[kind](agent))
    await wait(PAUSES_MS[kind])
  }
  agent.destroy()
  return times
}

parentPort.once('message', () => {
  going = false
})
const [typename, health] = await Promise.all([keepAsking('typename'), keepAsking('health')])
parentPort.postMessage({ typename, health })
