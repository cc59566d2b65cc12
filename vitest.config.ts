import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // One graphql, whether it is imported or required.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/compiled.mjs',
    reporters: ['default', ['json', { outputFile: '.tmp/tests.json' }]],
    // Tests look at what is logged of defects; of requests there would be thousands of lines.
    env: { LOG_LEVEL: 'error' },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    server: { deps: { inline: [/pothos/, /graphql-yoga/, /@graphql-tools/, /@envelop/] } },
  },
})
