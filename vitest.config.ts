import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const COMPILED = path.join(import.meta.dirname, 'dist/server')

/** Threads are started as they are compiled: to read TypeScript takes each of them half a second. */
const compiledThreads = {
  name: 'compiled-threads',
  transform: (code: string, id: string) =>
    id.includes('/src/')
      ? code.replace(
          /new URL\('\.\/([\w-]*worker\.mjs)', import\.meta\.url\)/,
          (_, name) => `new URL('file://${COMPILED}/${name}')`,
        )
      : undefined,
  enforce: 'pre' as const,
}

/** Where the processes of this run share what they have made. */
if (!process.env.SEAL_TEST_RUN) {
  const folder = mkdtempSync(path.join(tmpdir(), 'seal-run-'))
  process.env.SEAL_TEST_RUN = folder
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
}

/** What starts servers or threads of its own, or looks at its process: each file has a process of its own. */
const ALONE = ['test/*.test.ts', 'test/{browser,clients,engine,hostile,server}/**/*.test.ts']
/** What needs a database, a model or a command. */
const STORED = ['test/{figures,findings,graphql,pipeline,pairs,score,store}/**/*.test.ts']

export default defineConfig({
  plugins: [compiledThreads],
  resolve: {
    // One graphql, whether it is imported or required.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    setupFiles: 'test/each-file.ts',
    reporters: ['default', ['json', { outputFile: '.tmp/tests.json' }]],
    // Tests look at what is logged of defects; of requests there would be thousands of lines.
    env: { LOG_LEVEL: 'error' },
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'alone',
          include: ALONE,
          globalSetup: 'test/run.mjs',
        },
      },
      {
        extends: true,
        test: {
          name: 'stored',
          include: STORED,
          globalSetup: 'test/run.mjs',
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'units',
          include: ['test/**/*.test.ts'],
          exclude: [...ALONE, ...STORED],
          isolate: false,
        },
      },
    ],
  },
})
