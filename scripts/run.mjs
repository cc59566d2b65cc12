/**
 * `node scripts/run.mjs [COMMAND [PARAMETER…]]`: compiles what has changed, then runs a command as compiled. Plain
 * JavaScript that loads nothing else, so that a command begins at once.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = path.resolve(import.meta.dirname, '..')
const COMPILED = path.join(ROOT, 'dist/server')
/** What sources looked like when all was last found to be current. */
const SEEN = path.join(ROOT, 'dist/.seen')
const SOURCES = ['src', 'scripts', 'prisma/schema.prisma', 'package.json', 'node_modules/.package-lock.json']

const filesIn = (place) => {
  const stat = statSync(place, { throwIfNoEntry: false })
  if (!stat?.isDirectory()) return stat ? [`${place} ${stat.size} ${stat.mtimeMs}`] : []
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesIn(path.join(place, name)))
}
const sources = () => SOURCES.flatMap((name) => filesIn(path.join(ROOT, name))).join('\n')

const isCurrent = () => {
  try {
    return readFileSync(SEEN, 'utf8') === sources()
  } catch {
    return false
  }
}

const BUILD = 'scripts/build.ts'

/**
 * Compiles page, server and commands, unless they are current: scripts/build.ts looks at the contents, which takes longer.
 * A package that was installed has no sources: it came compiled.
 */
export const ensureBuilt = () => {
  if (!existsSync(path.join(ROOT, BUILD)) || isCurrent()) return
  const build = ['--import', 'tsx', BUILD]
  execFileSync(process.execPath, build, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  try {
    writeFileSync(SEEN, sources())
  } catch {
    // An installation that nobody may write to is looked at more closely each time.
  }
}

/** Runs a command with the parameters of this process; without one, it compiles and no more. */
export const run = async (command) => {
  try {
    ensureBuilt()
  } catch {
    // What is wrong has been said.
    process.exit(1)
  }
  if (command) await import(pathToFileURL(path.join(COMPILED, `${command}.mjs`)).href)
}

if (process.argv[1] === import.meta.filename) await run(process.argv.splice(2, 1)[0])
