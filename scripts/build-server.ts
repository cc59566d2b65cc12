/** Compiles the server for production, unless it is current: without a TypeScript loader in it and in each of its threads. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'esbuild'
import { digestOf, filesIn } from './digest.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const OUT = path.join(ROOT, 'dist/server')
const STAMP = path.join(OUT, '.stamp')

/** What starts a process or a thread of its own. */
const ENTRIES = {
  serve: 'scripts/serve.ts',
  'engine-worker': 'src/engine/engine-worker.mjs',
  'render-worker': 'src/server/figures/render-worker.mjs',
}

/** Modules find what lies in the repository by their own folder, wherever they are compiled to; nobody needs tsx any more. */
const inPlace: Plugin = {
  name: 'in-place',
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: /[\\/](src|scripts)[\\/].*\.ts$/ }, ({ path: file }) => ({
      loader: 'ts',
      contents: readFileSync(file, 'utf8').replaceAll(
        'import.meta.dirname',
        JSON.stringify(path.dirname(file)),
      ),
    }))
    onResolve({ filter: /^tsx\/esm\/api$/ }, () => ({ path: 'tsx', namespace: 'nothing' }))
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export const register = () => {}' }))
  },
}

/** @throws esbuild's error, which says where the code is wrong */
export const buildServer = async (): Promise<void> => {
  const sources = ['src', 'scripts', 'package.json'].flatMap((name) => filesIn(path.join(ROOT, name)))
  const stamp = digestOf(sources, ROOT)
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: ENTRIES,
    absWorkingDir: ROOT,
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'linked',
    plugins: [inPlace],
    write: false,
    logLevel: 'silent',
  })
  mkdirSync(OUT, { recursive: true })
  for (const { path: file, contents } of outputFiles) writeFileSync(file, contents)
  writeFileSync(STAMP, stamp)
  // A server that runs may still load a part of what was there before: it goes last.
  const current = new Set(outputFiles.map(({ path: file }) => path.basename(file)).concat('.stamp'))
  for (const file of readdirSync(OUT)) if (!current.has(file)) rmSync(path.join(OUT, file))
}
