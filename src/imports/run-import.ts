import path from 'node:path'
import { counted } from '../domain/counted.ts'
import { Conflict, InvalidInput, type SealError } from '../domain/errors.ts'
import { hint } from '../domain/hint.ts'
import { shellWord } from '../domain/shell-word.ts'
import type { Context, IngestOutcome } from '../pipeline/ingest.ts'
import type { TaxonomyOutcome } from '../pipeline/ingest-taxonomy.ts'
import type { ImportRequest } from './commands.ts'
import { type Import, importSummary } from './import-summary.ts'
import { lacking } from './next-step.ts'

/** What has come of an import. */
export type Imported = {
  /** For people. */
  lines: string[]
  /** Of the dataset; null: there is none. */
  revision: number | null
  /** Whether something can be looked at now. */
  isMade: boolean
  /** What became of the rows, and where those are listed that did not go in, if any; null: it was a taxonomy. */
  rows: { counts: IngestOutcome['counts']; rejectsFile: string | null } | null
  /** Why it failed, although what could be used is in. */
  problem: SealError | null
}

const aboutOf = ({ kind, options }: Exclude<ImportRequest, { kind: 'taxonomy' }>): Import => {
  const { dataset } = options
  if (kind === 'rewards') return { dataset, what: `rewards of "${options.model}"`, thing: 'pair' }
  if (kind === 'rewrites') return { dataset, what: `rewritings by "${options.rewriter}"`, thing: 'pair' }
  if (kind === 'pairs') return { dataset, thing: 'pair' }
  const { labeler } = options
  return { dataset, what: labeler === undefined ? 'numbers' : `labels of "${labeler}"`, thing: 'entry' }
}

// What takes a while to load is loaded by what is done with it: help and wrong usage come at once.
const readTaxonomy = async (...file: Parameters<typeof import('../ingest/taxonomy.ts').readTaxonomy>) =>
  (await import('../ingest/taxonomy.ts')).readTaxonomy(...file)

const bring = async (
  context: Context,
  { kind, options, files }: Exclude<ImportRequest, { kind: 'taxonomy' }>,
): Promise<IngestOutcome> => {
  const [file] = files
  if (kind === 'rewards')
    return (await import('../pipeline/ingest-rewards.ts')).ingestRewards(context, { ...options, file })
  if (kind === 'labels')
    return (await import('../pipeline/ingest-labels.ts')).ingestLabels(context, { ...options, file })
  if (kind === 'rewrites')
    return (await import('../pipeline/ingest-rewrites.ts')).ingestRewrites(context, { ...options, file })
  const { taxonomy, ...rest } = options
  const own = taxonomy === undefined ? {} : await readTaxonomy(taxonomy)
  return (await import('../pipeline/ingest-pairs.ts')).ingestPairs(context, { ...rest, ...own, files })
}

/** Rows of which none went in, or texts that would have changed what was measured. */
const problemOf = ({ counts, measured }: IngestOutcome): SealError | null => {
  const { read, rejected, duplicates, changed } = counts
  if (measured > 0)
    return new Conflict(
      `${measured} of ${counted(read, 'row')} with other texts than those that were measured: see the list of conflicts`,
    )
  if (read > 0 && rejected + duplicates === read && changed === 0)
    return new InvalidInput(`none of ${counted(read, 'row')} went in: see the reasons in the list of rejects`)
  return null
}

const taxonomyLines = (dataset: string, { added, numbers, labeled, revision }: TaxonomyOutcome): string[] => {
  const names = [...added, ...numbers]
  const features = names.length > 0 ? `: ${names.join(', ')}` : ''
  const of = `--dataset ${shellWord(dataset)}`
  const lines = [
    `taxonomy of dataset "${dataset}", at revision ${revision}: ${counted(names.length, 'feature')} new${features}`,
  ]
  if (labeled && added.length > 0)
    lines.push(
      hint`what it lacks next: their labels, by \`npm run ingest -- labels ${of} --labeler LABELER --incomplete FILE\` with their columns alone, or \`npm run label -- ${of} --labeler LABELER --features ${added.join(',')}\``,
    )
  if (numbers.length > 0)
    lines.push(
      hint`numbers come by \`npm run ingest -- labels ${of} FILE\`, with row_id, preference and ${numbers.join(', ')}`,
    )
  return lines
}

/**
 * Does what was asked for.
 *
 * @throws InvalidInput, NotFound, Conflict, Unavailable; what came before it may be in, as the notices say
 */
export const runImport = async (context: Context, request: ImportRequest): Promise<Imported> => {
  const { dataset } = request.options
  if (request.kind === 'taxonomy') {
    const declared = await readTaxonomy(request.files[0])
    const { ingestTaxonomy } = await import('../pipeline/ingest-taxonomy.ts')
    const outcome = await ingestTaxonomy(context, { dataset, ...declared })
    const lines = taxonomyLines(dataset, outcome)
    return { lines, revision: outcome.revision, isMade: false, rows: null, problem: null }
  }
  const outcome = await bring(context, request)
  const { revision, interrupted } = outcome
  const isMade = revision !== null && !interrupted
  const lack = isMade ? await lacking(context.prisma, dataset) : null
  const lines = [
    ...importSummary(outcome, aboutOf(request), context.placeOf ?? path.resolve),
    ...(lack === null ? [] : [`what it lacks next: ${lack}`]),
  ]
  const { counts } = outcome
  const rejectsFile = counts.rejected + counts.conflicts > 0 ? outcome.rejectsFile : null
  return { lines, revision, isMade, rows: { counts, rejectsFile }, problem: problemOf(outcome) }
}
