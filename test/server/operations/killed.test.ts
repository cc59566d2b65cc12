import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { databases, openAll } from '../../databases.ts'
import { ingestSealSmall, write } from '../../graphql/ask.ts'
import { pause, serveProcess } from './process.ts'

const [SQLITE] = databases()
const FIGURES = ['imprints', 'misalignment', 'prevalence', 'flips']
let url: string
beforeAll(async () => {
  const database = await SQLITE.create()
  url = database.url
  await write(url, ingestSealSmall)
  return database.drop
})

const serve = async () => {
  const served = await serveProcess(url)
  onTestFinished(() => served.kill('SIGKILL'))
  return served
}
const figuresOf = ({ get }: Awaited<ReturnType<typeof serve>>) =>
  FIGURES.map(async (name) => {
    const response = await get(`/figures/seal-small/${name}.svg`)
    return [response.status, (await response.text()).slice(-6)]
  })
const DRAWN = FIGURES.map(() => [200, '</svg>'])

it('a server that is stopped in the midst of figures goes on with them', async () => {
  const served = await serve()
  const figures = figuresOf(served)
  await served.get('/health/live')
  served.kill('SIGSTOP')
  await pause(500)
  served.kill('SIGCONT')
  expect(await Promise.all(figures)).toEqual(DRAWN)
})

it('a server that is killed in the midst of figures loses them, and nothing else', async () => {
  const served = await serve()
  const figures = Promise.allSettled(figuresOf(served))
  await served.get('/health/live')
  served.kill('SIGKILL')
  expect((await served.exited)[1]).toBe('SIGKILL')
  await figures
  const again = await serve()
  expect(await Promise.all(figuresOf(again))).toEqual(DRAWN)
  const { connection, close } = await openAll(url)
  expect(await connection.query('PRAGMA integrity_check')).toEqual([['ok']])
  await close()
})
