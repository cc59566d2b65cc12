/** `npm run check:licences`: what the server runs on may be used by anybody for anything. */
import { readFileSync } from 'node:fs'
import { noOptions } from './no-options.ts'

noOptions('check:licences', 'checks that every package in use has a permissive licence')

/** Permissive: they ask for no more than to be named. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BSL-1.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Unlicense',
])

/** Packages of other licences, each with the licence that was looked at and why it is all right. */
const EXCEPTIONS: { name: RegExp; licence?: string; why: string }[] = [
  {
    name: /^@resvg\/resvg-wasm$/,
    licence: 'MPL-2.0',
    why: 'binds whoever changes its own files; it is used as it comes',
  },
  {
    name: /^elkjs$/,
    licence: 'EPL-2.0',
    why: 'of a tool of Prisma that nothing here starts; binds whoever changes its own files',
  },
  {
    name: /^dejavu-fonts-ttf$/,
    licence: 'SEE LICENSE IN README.md AND LICENSE',
    why: "Bitstream Vera's licence: free to use, embed and pass on",
  },
  { name: /^seq-queue$/, why: 'names no licence in its package; its LICENSE is MIT' },
]

type Locked = { license?: string; dev?: boolean }

/** SPDX, nearly: of OR one is enough, of AND all must be. */
const isPermissive = (licence: string): boolean =>
  licence
    .replace(/[()]/g, '')
    .split(/ or /i)
    .some((either) => either.split(/ and /i).every((one) => PERMISSIVE.has(one.trim())))

const packages = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages as Record<string, Locked>
const used = new Set<(typeof EXCEPTIONS)[number]>()
const problems: string[] = []
let checked = 0
for (const [place, { license, dev }] of Object.entries(packages)) {
  if (place === '' || dev) continue
  checked++
  if (license && isPermissive(license)) continue
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const exception = EXCEPTIONS.find((one) => one.name.test(name) && one.licence === license)
  if (exception) used.add(exception)
  else problems.push(`${name}: ${license ?? 'no licence'}`)
}
for (const { name } of EXCEPTIONS.filter((one) => !used.has(one)))
  problems.push(`no package needs the exception for ${name}: remove it from scripts/licences.ts`)

if (problems.length > 0) {
  console.error(`licences that are not known to be permissive:\n${problems.join('\n')}`)
  process.exit(1)
}
console.log(`${checked} packages are permissively licensed, ${used.size} exceptions`)
