/** Compiles server and commands, unless they are current: without a TypeScript loader in them and in each of their threads. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Metafile, Plugin } from 'esbuild'
import { digestOf, filesIn } from './digest.ts'
import { licencesOf } from './third-party.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const OUT = path.join(ROOT, 'dist/server')
const STAMP = path.join(OUT, '.stamp')
const LIST = path.join(OUT, '.files')
/** What is of the build before, and goes into no package. */
const IGNORED = path.join(OUT, '.npmignore')

/** What starts a thread or a process of its own, each under the name by which it is started. */
const WORKERS = [
  'src/engine/engine-worker.mjs',
  'src/server/figures/render-worker.mjs',
  'src/server/writing/change-worker.mjs',
  'src/measures/measure-worker.mjs',
  'src/score/worker.mjs',
  'src/imports/import-worker.mjs',
  'src/ingest/parquet-child.mjs',
  'src/ingest/parquet-watch.mjs',
]

/**
 * What stays in node_modules: what has native parts or starts files of its own, and what is seldom loaded.
 * Everything else is compiled in: to find and read a few hundred files takes a command longer than its work.
 */
const NOT_BUNDLED = [
  '@graphql-yoga/render-graphiql',
  '@libsql/client',
  '@opentelemetry/context-async-hooks',
  '@opentelemetry/core',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-trace-base',
  '@resvg/resvg-wasm',
  'libsql',
  'onnxruntime-node',
  'pg-native',
  'piscina',
  'tokenizers',
  'vega',
  'vega-lite',
]

const { scripts, devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))

/** What package.json runs. */
const commands = (): string[] => [
  ...new Set(Object.values<string>(scripts).flatMap((line) => /run\.mjs ([\w/-]+)/.exec(line)?.[1] ?? [])),
]

const entries = () =>
  Object.fromEntries([
    ...WORKERS.map((file) => [path.basename(file, '.mjs'), file]),
    ...[...commands(), 'seal'].map((name) => [name, `scripts/${name}.ts`]),
  ])

/** Modules find what lies in the package by their own folder, wherever they are compiled to; nobody needs tsx any more. */
const inPlace: Plugin = {
  name: 'in-place',
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: /[\\/](src|scripts)[\\/].*\.ts$/ }, ({ path: file }) => ({
      loader: 'ts',
      contents: readFileSync(file, 'utf8').replaceAll(
        'import.meta.dirname',
        `import.meta.dirname.replace(/dist.server(.bench)?$/, ${JSON.stringify(path.relative(ROOT, path.dirname(file)))})`,
      ),
    }))
    onResolve({ filter: /^tsx\/esm\/api$/ }, () => ({ path: 'tsx', namespace: 'nothing' }))
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export const register = () => {}' }))
  },
}

/** esbuild gives `await import()` of a CommonJS package its default alone, where Node gives its names, too. */
const refuseUnnamed = ({ inputs }: Metafile): void => {
  for (const [file, { imports }] of Object.entries(inputs))
    for (const { path: imported, kind, original } of imports)
      if (kind === 'dynamic-import' && inputs[imported]?.format === 'cjs' && !file.includes('node_modules'))
        throw new Error(`${file} loads ${original}, which is CommonJS: add it to NOT_BUNDLED`)
}

/** @throws esbuild's error, which says where the code is wrong */
export const buildServer = async (): Promise<void> => {
  // Packages are compiled in: others make another build.
  const sources = ['src', 'scripts', 'package.json', 'node_modules/.package-lock.json'].flatMap((name) =>
    filesIn(path.join(ROOT, name)),
  )
  const stamp = digestOf(sources, ROOT)
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({
    entryPoints: entries(),
    absWorkingDir: ROOT,
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: [...NOT_BUNDLED, ...Object.keys(devDependencies)],
    // Packages that are not modules themselves ask for parts of Node.
    banner: {
      js: "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);",
    },
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [inPlace],
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  refuseUnnamed(metafile)
  const entry = new Set(
    Object.entries(metafile.outputs).flatMap(([file, { entryPoint }]) =>
      entryPoint ? path.resolve(ROOT, file) : [],
    ),
  )
  // Whole or not at all, and after what they load: others may start one meanwhile.
  for (const { path: file, contents } of outputFiles.sort(
    (a, b) => +entry.has(a.path) - +entry.has(b.path),
  )) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(`${file}.${process.pid}`, contents)
    renameSync(`${file}.${process.pid}`, file)
  }
  const current = outputFiles.map(({ path: file }) => path.relative(OUT, file))
  const previous = existsSync(LIST) ? (JSON.parse(readFileSync(LIST, 'utf8')) as string[]) : []
  writeFileSync(LIST, JSON.stringify(current))
  writeFileSync(path.join(ROOT, 'dist/licences-server.txt'), licencesOf(metafile, ROOT))
  writeFileSync(STAMP, stamp)
  // What runs may still load a part of what was there before: it goes with the next but one.
  const kept = new Set([
    ...current,
    ...previous,
    ...[LIST, STAMP, IGNORED].map((file) => path.basename(file)),
  ])
  writeFileSync(IGNORED, previous.filter((file) => !current.includes(file)).join('\n'))
  for (const file of readdirSync(OUT, { recursive: true, withFileTypes: true })) {
    const found = path.join(file.parentPath, file.name)
    if (file.isFile() && !kept.has(path.relative(OUT, found))) rmSync(found, { force: true })
  }
}
