/** Builds the page that the server shows at /, unless it is current. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { PAGE_DIRECTORY } from '../src/server/page.ts'
import { digestOf, filesIn } from './digest.ts'
import { licencesOf } from './third-party.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const SOURCE = path.join(ROOT, 'src/web')
const ASSETS = path.join(PAGE_DIRECTORY, 'assets')
const STAMP = path.join(PAGE_DIRECTORY, '.stamp')

/** @throws esbuild's error, which says where the page's code is wrong */
export const buildPage = async (): Promise<void> => {
  const stamp = digestOf([...filesIn(SOURCE), import.meta.filename, path.join(ROOT, 'package.json')])
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return
  const { build } = await import('esbuild')
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(SOURCE, 'main.tsx')],
    absWorkingDir: ROOT,
    outdir: ASSETS,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    loader: { '.graphql': 'text' },
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  mkdirSync(ASSETS, { recursive: true })
  for (const { path: file, contents } of outputFiles) {
    writeFileSync(file, contents)
    writeFileSync(`${file}.gz`, gzipSync(contents, { level: 9 }))
  }
  const [script, { cssBundle }] = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint)!
  const address = (file: string) => `/assets/${path.basename(file)}`
  const html = readFileSync(path.join(SOURCE, 'index.html'), 'utf8')
    .replace('/main.tsx', address(script))
    .replace('/styles.css', address(cssBundle!))
  writeFileSync(path.join(PAGE_DIRECTORY, 'index.html'), html)
  writeFileSync(path.join(ROOT, 'dist/licences-page.txt'), licencesOf(metafile, ROOT))
  writeFileSync(STAMP, stamp)
  // A server that runs may still be asked for what was there before: it goes last.
  const current = new Set(outputFiles.map(({ path: file }) => path.basename(file)))
  for (const file of readdirSync(ASSETS)) {
    if (!current.has(path.basename(file, '.gz'))) rmSync(path.join(ASSETS, file))
  }
}
