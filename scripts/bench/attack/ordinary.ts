import { Agent } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { randomStreams } from '../../synthetic/random.ts'
import { ask, type Question } from '../load/clients.ts'
import { DASHBOARD, PAGE, SLICES } from '../load/queries.ts'

/** People look at what they got before they ask again. */
const PAUSE_MS = 1000
const [PAGES, DASHBOARDS] = [0.6, 0.3]

const SLICE = `query ($where: PairFilter) { dataset(name: "bench") { audit(where: $where) { alignment { pairs score } } } }`

type Times = Record<string, (number | null)[]>

/** So many clients, who page through pairs, look at dashboards and now and then at a slice that nobody has asked about. */
export const ordinaryClients = (url: string, count: number) => {
  const random = randomStreams(11, ['ordinary']).ordinary
  let going = true
  let different = 0
  let times: Times = {}
  const next = (): Question => {
    const share = random.uniform()
    if (share < PAGES) return { kind: 'page', query: PAGE, variables: {} }
    const where = random.pick(SLICES)
    if (share < PAGES + DASHBOARDS) return { kind: 'dashboard', query: DASHBOARD, variables: { where } }
    return {
      kind: 'slice',
      query: SLICE,
      variables: { where: { and: [where, { rowId: { lte: 160_000 - different++ } }] } },
    }
  }
  const client = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    while (going) {
      const question = next()
      const begun = performance.now()
      // What is not answered well is as bad as what is never answered.
      const answered = await ask(url, agent, question).then(
        () => true,
        () => false,
      )
      times[question.kind] ??= []
      times[question.kind].push(answered ? performance.now() - begun : null)
      await wait(2 * PAUSE_MS * random.uniform())
    }
    agent.destroy()
  }
  const clients = Array.from({ length: count }, client)
  return {
    reset: (): void => {
      times = {}
    },
    times: (): Times => times,
    stop: async (): Promise<void> => {
      going = false
      await Promise.all(clients)
    },
  }
}
