import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Command } from 'commander'
import { afterAll, describe, expect, it } from 'vitest'
import { LOAD } from '../../scripts/commands/all.ts'
import { endOf } from './command-line.ts'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
type Script = { name: string; compiled?: string; run: string[] }

/** Everything in package.json that takes parameters, and what it runs. */
const commands = Object.entries(scripts).flatMap(([name, line]): Script[] => {
  const [, compiled] = /scripts\/run\.mjs ([\w/-]+)/.exec(line) ?? []
  if (compiled) return [{ name, compiled, run: [path.resolve(`dist/server/${compiled}.mjs`)] }]
  const [, source] = /--import tsx (scripts\/(?:migration|print-schema)\.ts)/.exec(line) ?? []
  return source ? [{ name, run: ['--import', import.meta.resolve('tsx'), path.resolve(source)] }] : []
})

const home = mkdtempSync(path.join(tmpdir(), 'seal-help-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** How it ends in an empty folder, and what is in there afterwards. */
const endIn = async (folder: string, run: string[], ...parameters: string[]) => {
  const cwd = path.join(home, folder)
  mkdirSync(cwd)
  const env = { ...process.env, DATABASE_URL: 'file:./data/seal.db' }
  const child = spawn(process.execPath, [...run, ...parameters], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return { ...(await endOf(child)), written: readdirSync(cwd) }
}

/** The packages that a compiled module loads before it does anything: those that are compiled into it, and others. */
const packagesOf = (file: string, seen = new Set<string>()): string[] => {
  if (seen.has(file)) return []
  seen.add(file)
  const code = readFileSync(file, 'utf8')
  const inside = [...code.matchAll(/^ *\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)/gm)].map(([, name]) => name)
  const imported = [...code.matchAll(/^(?:import|export|\}) ?(?:[^"\n]* from )?["']([^"']+)["'];/gm)]
  const outside = imported.flatMap(([, from]) => {
    if (from.startsWith('.')) return packagesOf(path.join(path.dirname(file), from), seen)
    return from.startsWith('node:') ? [] : [from]
  })
  return [...inside, ...outside]
}

type Described = { called: string; text: string }

/** All that a command says of itself, and what is below it. */
const described = (command: Command, name = command.name()): Described[] => [
  { called: name, text: command.description() },
  ...command.options.map(({ flags, description }) => ({ called: `${name} ${flags}`, text: description })),
  ...command.registeredArguments.map((one) => ({ called: `${name} <${one.name()}>`, text: one.description })),
  ...command.commands.flatMap((one) => described(one, `${name} ${one.name()}`)),
]

it('commands say everything of themselves, in one voice', async () => {
  const commands = await Promise.all(Object.values(LOAD).map((load) => load()))
  const all = commands.flatMap((command) => described(command))
  expect(all.length).toBeGreaterThan(150)
  // No capital, unless it is a name's or an abbreviation's; no full stop.
  expect(all.filter(({ text }) => !/^(?![A-Z][a-z]).*[^.]$/.test(text))).toEqual([])
})

describe('every command of package.json', () => {
  it('is known here', () => {
    expect(commands.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['start', 'ingest', 'backup', 'migrate', 'migration', 'bench:stats']),
    )
  })

  it.concurrent.each(commands)('npm run $name -- --help', async ({ name, run }) => {
    const { code, output, written } = await endIn(`${name}-help`.replace(':', '-'), run, '--help')
    const shown = name === 'start' ? 'serve' : name
    expect([code, written]).toEqual([0, []])
    expect(output).toMatch(new RegExp(`^Usage: npm run ${shown} -- .*\n\n[^]*\n {2}-h, --help `))
  })

  it.concurrent.each(commands)('npm run $name -- --no-such-option', async ({ name, run }) => {
    const { code, output, written } = await endIn(`${name}-no`.replace(':', '-'), run, '--no-such-option')
    expect([code, written]).toEqual([2, []])
    expect(output).toMatch(/^error: (unknown|required) option /)
  })

  const ours = commands.flatMap(({ compiled = 'bench/' }) =>
    compiled.startsWith('bench/') ? [] : [compiled],
  )
  it.each(ours)('%s parses its options before it loads anything else', (compiled) => {
    const packages = new Set(packagesOf(path.resolve(`dist/server/${compiled}.mjs`)))
    // The configuration is read with the other: an address is one of these or not.
    expect([...packages].filter((name) => name !== 'ipaddr.js')).toEqual(['commander'])
  })
})
