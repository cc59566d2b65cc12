import type { Command } from 'commander'
import type { CommandName } from '../about.ts'

/** Where each command is; loaded when it is called. */
export const LOAD: Record<CommandName, () => Promise<Command>> = {
  serve: async () => (await import('./serve.ts')).serveCommand,
  ingest: async () => (await import('./ingest.ts')).ingestCommand,
  score: async () => (await import('./score.ts')).scoreCommand,
  label: async () => (await import('./label.ts')).labelCommand,
  rewrite: async () => (await import('./rewrite.ts')).rewriteCommand,
  embed: async () => (await import('./embed.ts')).embedCommand,
  measure: async () => (await import('./measure.ts')).measureCommand,
  dataset: async () => (await import('./dataset.ts')).datasetCommand,
  objectives: async () => (await import('./objectives.ts')).objectivesCommand,
  mcp: async () => (await import('./mcp.ts')).mcpCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  figures: async () => (await import('./figures.ts')).figuresCommand,
  generate: async () => (await import('./generate.ts')).generateCommand,
  token: async () => (await import('./token.ts')).tokenCommand,
  doctor: async () => (await import('./doctor.ts')).doctorCommand,
  backup: async () => (await import('./backup.ts')).backupCommand,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
}
