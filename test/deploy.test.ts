import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const CONTAINERFILE = readFileSync('scripts/deploy/Containerfile', 'utf8')
const UNIT = 'scripts/deploy/seal-graphql.service'
const READ_AND_ENTER = 0o555

/** What follows a keyword in the container file, line by line. */
const lines = (keyword: string) =>
  [...CONTAINERFILE.matchAll(new RegExp(`^${keyword} (.*)$`, 'gm'))].map(([, rest]) => rest)

/** What its COPY lines bring from the repository, laid out as in the image. */
const layOut = (): string => {
  const image = mkdtempSync(path.join(tmpdir(), 'seal-image-'))
  onTestFinished(() => rmSync(image, { recursive: true, force: true }))
  for (const line of lines('COPY').filter((line) => !line.startsWith('--from'))) {
    const words = line.split(' ')
    const [to, from] = [words.pop() as string, words]
    for (const source of from)
      cpSync(source, path.join(image, to, from.length > 1 ? source : ''), {
        recursive: true,
        filter: (file) => !file.startsWith('src/store/generated'),
      })
  }
  symlinkSync(path.resolve('node_modules'), path.join(image, 'node_modules'))
  return image
}

describe('the image', () => {
  it('has all that its build and its server read, and writes to /data alone', {
    timeout: 120_000,
  }, async () => {
    const image = layOut()
    execFileSync('npm', ['run', '-s', 'build'], { cwd: image })
    const data = path.join(image, 'data')
    mkdirSync(data)
    const [command, ...parameters] = JSON.parse(lines('CMD')[0]) as string[]
    for (const file of execFileSync('find', [image, '-not', '-path', `${data}*`, '-not', '-type', 'l'])
      .toString()
      .trim()
      .split('\n'))
      chmodSync(file, READ_AND_ENTER)
    const before = execFileSync('find', [image, '-not', '-path', `${data}*`]).toString()
    const server = spawn(command, parameters, {
      cwd: image,
      env: { ...process.env, DATABASE_URL: `file:${data}/seal.db`, HOST: '127.0.0.1', PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(server, 'close')
    let said = ''
    server.stdout.on('data', (text) => {
      said += text
    })
    await expect.poll(() => said, { timeout: 60_000 }).toContain('is ready')
    const page = await fetch(/http:\S+/.exec(said)?.[0] as string, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('<script')
    server.kill(lines('STOPSIGNAL')[0] as NodeJS.Signals)
    expect((await ended)[0]).toBe(0)
    expect(execFileSync('find', [image, '-not', '-path', `${data}*`]).toString()).toBe(before)
    expect(existsSync(path.join(data, 'seal.db'))).toBe(true)
  })
})

const systemd = existsSync('/usr/bin/systemd-analyze')
if (!systemd) console.log('the systemd unit is not verified: there is no systemd-analyze')

describe.skipIf(!systemd)('the systemd unit', () => {
  it('is valid, and leaves a server little that it could do', () => {
    expect(execFileSync('systemd-analyze', ['verify', UNIT]).toString()).toBe('')
    // Fails above the threshold, of 100.
    execFileSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', UNIT], { stdio: 'pipe' })
  })

  it('starts the server as the image does', () => {
    const [, started] = /^ExecStart=\/usr\/bin\/env (.*)$/m.exec(readFileSync(UNIT, 'utf8')) ?? []
    expect(started).toBe((JSON.parse(lines('CMD')[0]) as string[]).join(' '))
  })
})
