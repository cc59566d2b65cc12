import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { postgresTested } from './databases.ts'

const DEBIAN = '/usr/lib/postgresql'
const installed = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => `${DEBIAN}/${version}/bin`) : []
/** Where PostgreSQL's programs are; undefined where there are none, or where PostgreSQL is not to be tested. */
export const programs = postgresTested
  ? [...installed.reverse(), ...(process.env.PATH ?? '').split(':')].find((bin) =>
      existsSync(`${bin}/initdb`),
    )
  : undefined
if (postgresTested && !programs)
  console.info("skipped: tests that need PostgreSQL's own programs, such as initdb")

const root = process.getuid?.() === 0

/** Runs a program to its end; PostgreSQL's refuse to be run by root. */
export const runAsPostgres = async (program: string, ...parameters: string[]): Promise<void> => {
  const command = [path.join(programs as string, program), ...parameters]
  const [first, ...rest] = root ? ['runuser', '-u', 'postgres', '--', ...command] : command
  const child = spawn(first, rest, { cwd: tmpdir(), stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${program} failed: ${code}`)
}

/** A folder that PostgreSQL's user can write to. */
export const postgresFolder = async (): Promise<string> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'seal-postgres-'))
  if (root) await once(spawn('chown', ['postgres', folder]), 'exit')
  return folder
}

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** A server of the running test's own, to be killed and started again. */
export const ownPostgres = async () => {
  const folder = await postgresFolder()
  const port = await freePort()
  const data = path.join(folder, 'data')
  const control = (...parameters: string[]) => runAsPostgres('pg_ctl', '-D', data, '-w', ...parameters)
  const settings = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder} -c fsync=off`
  const start = () => control('-l', path.join(folder, 'log'), '-o', settings, 'start')
  /** Its connections break off, and nothing is written in an orderly way. */
  const kill = () => control('-m', 'immediate', 'stop')
  await runAsPostgres('initdb', '-D', data, '-U', 'postgres', '-A', 'trust')
  await start()
  onTestFinished(async () => {
    await kill().catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  })
  return { url: `postgresql://postgres@127.0.0.1:${port}/postgres`, folder, start, kill }
}
