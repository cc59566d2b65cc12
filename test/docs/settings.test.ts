import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readConfig } from '../../src/server/config.ts'
import { DEFAULT_LIMITS, variableOf } from '../../src/server/limits/limits.ts'
import { textOf } from '../pages.ts'

/** What the shell, npm, Node and `seal` set. */
const OF_OTHERS = ['INIT_CWD', 'NODE_ENV', 'PATH', 'SEAL_CALLED']

/** The variables of a page's tables, with their defaults. */
const documentedIn = (page: string) =>
  new Map(
    [...textOf(page).matchAll(/^\| `([A-Z_]+)` \| ([^|]*) \|/gm)].map(([, name, standard]) => [
      name,
      standard,
    ]),
  )
const documented = documentedIn('scripts/docs/settings.md')

const readByConfig = (): string[] => {
  const names = new Set<string>()
  readConfig(new Proxy({}, { get: (_, name) => void names.add(String(name)) }))
  return [...names]
}

/** What code takes from the environment by name. Benchmarks have a page of their own. */
const readByName = (): string[] =>
  ['src', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|mjs)$/.test(name) && !/^(bench|store\/generated|web)\//.test(name))
      .flatMap((name) => {
        const code = readFileSync(path.join(folder, name), 'utf8')
        const members = [...code.matchAll(/\b(?:process\.env|environment)\.([A-Z][A-Z_]+)/g)]
        const taken = [...code.matchAll(/\{([^{}]*)\}(?:: NodeJS\.ProcessEnv\)| = process\.env\b)/g)]
        return [
          ...members.map(([, one]) => one),
          ...taken.flatMap(([, list]) => list.match(/[A-Z][A-Z_]+/g) ?? []),
        ]
      }),
  )

it('every setting is documented, and nothing else', () => {
  const read = new Set([...readByConfig(), ...readByName()].filter((name) => !OF_OTHERS.includes(name)))
  expect([...documented.keys()].sort()).toEqual([...read].sort())
})

it('so is every setting of a benchmark', () => {
  const files = readdirSync('scripts/bench').filter((name) => name.endsWith('.ts'))
  const names = files.flatMap((name) => textOf(`scripts/bench/${name}`).match(/\bBENCH_[A-Z]+/g) ?? [])
  expect([...documentedIn('scripts/bench/README.md').keys()].sort()).toEqual([...new Set(names)].sort())
})

it('limits have the defaults that the page says', () => {
  for (const [name, standard] of Object.entries(DEFAULT_LIMITS)) {
    const variable = variableOf(name as keyof typeof DEFAULT_LIMITS)
    expect([variable, documented.get(variable)]).toEqual([variable, `\`${standard}\``])
  }
})
