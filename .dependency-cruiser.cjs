const { parseFileSync } = require('@swc/core')

// dependency-cruiser lets swc parse everything as TypeScript without JSX.
require('@swc/core').parseFileSync = (file, options) =>
  parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') })

/** What of the page is not a part of it that is seen. */
const pageFunctions = ['generated', 'format', 'client', 'slice', 'state'].map((room) => `web/${room}`)

/**
 * Which room of src may enter which: the table of the architecture, checked by `npm test`. Figures have no more than types
 * of the engine, and drawings of metrics: test/figures/figures.test.ts.
 */
const rooms = {
  domain: [],
  async: [],
  stats: ['domain/errors.ts'],
  frame: ['domain'],
  // The store is for pairs/sql alone.
  pairs: ['domain', 'stats', 'frame', 'store'],
  'pairs/terms.ts': ['domain'],
  'pairs/columns': ['domain', 'stats', 'frame', 'pairs/[^/]+.ts'],
  metrics: ['domain', 'stats', 'frame', 'pairs'],
  audit: ['domain', 'frame', 'pairs', 'metrics', 'engine'],
  'audit/conditions': ['domain', 'pairs/terms.ts', 'audit/subject.ts'],
  findings: ['domain', 'stats', 'frame', 'metrics', 'audit'],
  objectives: ['domain', 'stats', 'frame', 'metrics', 'audit'],
  figures: [
    'domain',
    'metrics',
    'audit/pair-filter.ts',
    'audit/slice-words.ts',
    'audit/questions.ts',
    'audit/lacking.ts',
  ],
  'figures/drawing': ['domain', 'metrics', 'audit/pair-filter.ts'],
  ingest: ['domain', 'async'],
  remote: ['domain'],
  label: ['domain', 'remote'],
  rewrite: ['domain', 'remote'],
  score: ['domain', 'async', 'remote'],
  measures: ['domain'],
  store: ['domain', 'frame', 'measures/text-measures.ts'],
  pipeline: ['domain', 'async', 'store', 'ingest', 'remote', 'label', 'rewrite', 'score', 'measures'],
  imports: ['domain', 'ingest', 'pipeline', 'store'],
  engine: ['domain', 'store', 'frame', 'pairs', 'metrics'],
  graphql: [
    'domain',
    'store',
    'frame',
    'pairs/[^/]+.ts',
    'metrics',
    'figures',
    'findings',
    'objectives',
    'engine',
    'audit',
    'pipeline/changes.ts',
  ],
  'objective-files': ['domain', 'objectives'],
  mcp: ['domain', 'objectives/objective.ts'],
  server: [
    'graphql',
    'domain',
    'store',
    'engine',
    'audit',
    'imports',
    'ingest/spool.ts',
    'pipeline/changes.ts',
    'remote/retry-after.ts',
  ],
  web: [],
  'web/format': ['web/generated'],
  'web/client': ['web/generated'],
  'web/slice': ['web/generated', 'web/format'],
  'web/state': ['web/generated', 'web/slice'],
  'web/parts': pageFunctions,
  'web/header': [...pageFunctions, 'web/parts'],
  'web/choices': [...pageFunctions, 'web/parts'],
  ...Object.fromEntries(
    ['overview', 'terms', 'models', 'objectives', 'figures', 'pairs'].map((view) => [
      `web/views/${view}`,
      [...pageFunctions, 'web/parts', 'web/choices', ...(view === 'models' ? ['web/views/figures'] : [])],
    ]),
  ),
}

/** Vendors that only some rooms may use. */
const cages = {
  'prisma|@prisma/.*|libsql|@libsql/.*|pg|pg-copy-streams':
    'src/store/|src/graphql/builder|scripts/|prisma\\.config',
  '@pothos/.*|dataloader': 'src/graphql/|src/store/generated/|scripts/bench/load/',
  'graphql-yoga|@graphql-yoga/.*|@whatwg-node/.*': 'src/server/|scripts/bench/load/',
  'csv-parse|hyparquet|hyparquet-compressors': 'src/ingest/',
  commander: 'src/imports/|scripts/',
  '@stdlib/.*|ml-matrix': 'src/stats/',
  'openai|ollama': 'src/remote/',
  zod: 'src/(remote|label|rewrite|mcp)/',
  '@modelcontextprotocol/.*': 'src/mcp/|scripts/(commands/)?mcp',
  'preact|diff|vega-interpreter|vega-tooltip': 'src/web/',
  yaml: 'src/objective-files/',
  esbuild: 'scripts/(build-|third-party)',
  'onnxruntime-.*|tokenizers': 'src/score/|scripts/bench/|scripts/doctor/',
  '@huggingface/.*': 'src/score/',
  'pure-rand': 'src/stats/|scripts/synthetic/',
  'pino|prom-client|@opentelemetry/.*': 'src/server/operations/',
  papaparse: 'src/server/tables/',
  'ipaddr\\.js': 'src/server/webhooks/',
  piscina: 'src/server/(figures|writing)/|src/measures/',
  'vega|vega-lite|@resvg/.*|dejavu-fonts-ttf':
    'src/server/figures/|src/web/views/figures/|scripts/commands/figures',
}

const folder = (room) => (room.endsWith('.ts') ? `^src/${room}$` : `^src/${room}/`)

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { pathNot: '/generated/' }, to: { circular: true } },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'src-knows-nothing-outside',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(scripts|test)/' },
    },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-enters-${allowed.join('-and-') || 'nothing'}`.replaceAll('/', '-'),
      severity: 'error',
      from: { path: folder(room), pathNot: '/generated/' },
      to: { path: '^src/', pathNot: [room, ...allowed].map(folder) },
    })),
    ...Object.entries(cages).map(([vendor, where]) => ({
      name: `caged-${vendor}`.replace(/[^\w-]+/g, '-'),
      severity: 'error',
      from: { path: '^(src|scripts)/', pathNot: where },
      to: { path: `^node_modules/(${vendor})/` },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules|src/store/generated' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
