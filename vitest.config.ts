import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: {
    // One graphql, whether it is imported or required.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: '.tmp/tests.json' }]],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    server: { deps: { inline: [/pothos/, /graphql-yoga/, /@graphql-tools/, /@envelop/] } },
  },
})
