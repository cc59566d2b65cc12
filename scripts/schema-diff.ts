import { readFileSync } from 'node:fs'

/** Prisma's own schema engine as WebAssembly: no binary to download, no database to connect to. */
const loadEngine = async () => {
  const engine = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = readFileSync(
    new URL('schema_engine_bg.wasm', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')),
  )
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': engine })
  engine.__wbg_set_wasm(instance.exports)
  ;(instance.exports as { __wbindgen_start(): void }).__wbindgen_start()
  return engine
}

// The module keeps its memory in globals: it can be loaded only once.
let loaded: ReturnType<typeof loadEngine> | undefined

/** Enough of a driver adapter, in the engine's own wrapping of results, for a diff: it never connects. */
const stubAdapter = (provider: string) => {
  const ok = <T>(value: T) => ({ ok: true, value })
  const connection = {
    provider,
    adapterName: 'stub',
    getConnectionInfo: () => ok({ supportsRelationJoins: true }),
    // PostgreSQL's connector asks for the version before it plans anything.
    queryRaw: async () =>
      ok({
        columnNames: ['namespace_exists', 'version', 'numeric_version'],
        columnTypes: [5, 7, 0],
        rows: [[true, 'PostgreSQL 15.0', 150000]],
      }),
    dispose: async () => ok(undefined),
  }
  const connect = async () => ok(connection)
  return { provider, adapterName: 'stub', connect, connectToShadowDb: connect }
}

/** The SQL that leads from one Prisma schema (null: an empty database) to another. */
export const schemaDiff = async (from: string | null, to: string): Promise<string> => {
  loaded ??= loadEngine()
  const { SchemaEngine } = await loaded
  const provider = to.includes('"postgresql"') ? 'postgres' : 'sqlite'
  const datamodel = (content: string) => ({
    tag: 'schemaDatamodel' as const,
    files: [{ path: 'schema.prisma', content }],
  })
  const engine = await SchemaEngine.new(
    { datamodels: [['schema.prisma', to]] },
    () => undefined,
    stubAdapter(provider),
  )
  const { stdout } = await engine.diff({
    from: from === null ? { tag: 'empty' } : datamodel(from),
    to: datamodel(to),
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  })
  return stdout ?? ''
}
