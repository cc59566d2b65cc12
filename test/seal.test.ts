import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
const seal = (...parameters: string[]) => {
  const run = [path.resolve('scripts/seal.mjs'), ...parameters]
  const { status, stdout, stderr } = spawnSync(process.execPath, run, { encoding: 'utf8' })
  return { status, stdout, stderr }
}

describe('seal', () => {
  it('lists its commands', () => {
    const { status, stdout } = seal('--help')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^Usage: seal COMMAND \[options\]\n/)
    expect(stdout).toMatch(/\n {2}ingest +brings files into a dataset\n/)
  })

  it('says how a command is called, as it was called itself', () => {
    const { status, stdout } = seal('help', 'ingest', 'pairs')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^Usage: seal ingest pairs \[options\] <file\.\.\.>\n/)
    expect(stdout).toMatch(/; seal measure does it\s+later\n/)
    expect(stdout).toMatch(/\n\nExit code: 0 when it is done, 1 when it failed, 2 for wrong usage\n$/)
  })

  it('knows its version', () => {
    expect(seal('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' })
  })

  it.each([['igest'], ['help', 'igest']])('does not know %s, but what is meant', (...words) => {
    const { status, stderr } = seal(...words)
    expect(status).toBe(2)
    expect(stderr).toMatch("unknown command 'igest'\n(Did you mean ingest?)\n")
  })
})

/** What a shell offers behind some words, of which the last is being typed. */
const WORDS: [typed: string[], offered: string][] = [
  [['in'], 'ingest'],
  [['ingest', ''], 'pairs rewards labels rewrites taxonomy'],
  [['ingest', 'pairs', '--fo'], '--format'],
  [['ingest', 'rewards', '--stage', ''], 'PRE POST'],
  [['ingest', 'rewards', '--stage', '=', 'PO'], 'POST'],
  [['ingest', 'rewards', '--model', ''], ''],
  [['dataset', 'slice', ''], 'save list remove'],
  [['completion', ''], 'bash zsh'],
  [['help', 'tok'], 'token'],
]

describe('completion', () => {
  it('is what bash offers', () => {
    const tries = WORDS.map(
      ([typed]) =>
        `COMP_WORDS=(seal ${typed.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${typed.length}; _seal; echo "\${COMPREPLY[*]}"`,
    )
    const script = `eval "$("${process.execPath}" scripts/seal.mjs completion bash)"\n${tries.join('\n')}`
    const offered = execFileSync('bash', ['-euo', 'pipefail', '-c', script], { encoding: 'utf8' })
    expect(offered.split('\n').slice(0, -1)).toEqual(WORDS.map(([, words]) => words))
  })

  const zsh = spawnSync('zsh', ['--version']).status === 0
  if (!zsh) console.log('completion is not tried in zsh: there is none')
  it.skipIf(!zsh)('can be read by zsh', () => {
    const script = `eval "$("${process.execPath}" scripts/seal.mjs completion zsh)"; whence -w _seal; print $_comps[seal]`
    expect(execFileSync('zsh', ['-fec', script], { encoding: 'utf8' })).toMatch(
      /^_seal: function\n.*_bash_complete/,
    )
  })
})
