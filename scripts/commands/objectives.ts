/** `npm run objectives -- FILE`: judges a file of objectives, for people and for CI. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Option } from 'commander'
import { InvalidInput } from '../../src/domain/errors.ts'
import { stopIfAborted } from '../../src/domain/interruption.ts'
import { address, name } from '../../src/imports/option-values.ts'
import type { Context } from '../../src/pipeline/ingest.ts'
import { type Config, engineOptions } from '../../src/server/config.ts'
import { withContext } from '../command.ts'
import { readConfigured } from '../configured.ts'
import { fail, WRONG_USAGE } from '../fail.ts'
import { asJson, printJson } from '../json.ts'
import type { Judged, Request } from '../objectives/judge-file.ts'
import { program } from '../program.ts'

type Options = { post?: string; save?: true; junit?: string; markdown?: string; url?: string; json?: true }

const [FAILED, INCONCLUSIVE] = [1, 3]

/** Judges by a server in this process, without its limits. */
const judgeHere = async (
  { signal }: Context,
  config: Config,
  asked: Pick<Request, 'file' | 'post'>,
): Promise<Judged> => {
  const { openEngine } = await import('../../src/engine/engine.ts')
  const { openApi } = await import('../../src/server/api.ts')
  const { NO_LIMITS } = await import('../../src/server/limits/limits.ts')
  const { DEFAULT_SAFETY } = await import('../../src/server/safety.ts')
  const { judgeFile } = await import('../objectives/judge-file.ts')
  const { databaseUrl } = config
  const safety = { ...DEFAULT_SAFETY, limits: NO_LIMITS }
  const api = openApi(databaseUrl, openEngine(databaseUrl, engineOptions(config)), {
    safety,
    policy: 'NEVER',
  })
  // The engine's threads keep no process alive.
  const awake = setInterval(() => undefined, 60_000)
  try {
    return await judgeFile({
      ...asked,
      url: 'http://localhost/graphql',
      send: (url, init) => api.yoga.fetch(url, { ...init, signal }),
    })
  } finally {
    clearInterval(awake)
    await api.close()
    stopIfAborted(signal)
  }
}

const keep = async ({ prisma, connection, progress }: Context, { objectives, report }: Judged) => {
  const { findDataset } = await import('../../src/store/catalog.ts')
  const { savedObjectives, saveObjectives } = await import('../../src/store/objectives.ts')
  const { id } = await findDataset(prisma, report.dataset)
  const before = new Map((await savedObjectives(prisma, id)).map((saved) => [saved.name, saved]))
  const kept = report.verdicts.map(({ name, number, standardError }, index) => ({
    name,
    objective: objectives[index],
    baseline: { estimate: number, standardError, revision: report.revision },
  }))
  await saveObjectives(connection, id, kept)
  for (const { name, objective } of kept) {
    const known = before.get(name)
    const change = !known ? 'new' : isDeepStrictEqual(known.objective, objective) ? 'as before' : 'changed'
    progress.notice(`kept "${name}" (${change})`)
  }
}

/** What an earlier run has said is not to be taken for what this one says. @throws InvalidInput for what can't be written over */
const clear = (file: string, reports: readonly string[]) => {
  const places = [file, ...reports].map((place) => path.resolve(place))
  for (const [index, report] of reports.entries()) {
    if (places.indexOf(places[index + 1]) <= index)
      throw new InvalidInput(`${report} is named twice: give each report a file of its own`)
    try {
      rmSync(report, { force: true })
    } catch (error) {
      throw new InvalidInput(`can't write ${report}: ${(error as Error).message}`, { cause: error })
    }
  }
}

/** Under its own name once it is whole. */
const write = (file: string | undefined, text: string) => {
  if (file === undefined) return
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(`${file}.partial`, text)
  renameSync(`${file}.partial`, file)
}

const tell = async ({ report }: Judged, { junit, markdown, json }: Options) => {
  const { junitReport } = await import('../../src/objective-files/junit.ts')
  const { markdownReport } = await import('../../src/objective-files/markdown.ts')
  const { terminalReport } = await import('../../src/objective-files/terminal.ts')
  write(junit, junitReport(report))
  write(markdown, markdownReport(report))
  if (json) printJson(report)
  else console.log(terminalReport(report))
  const outcomes = report.verdicts.map(({ outcome }) => outcome)
  if (outcomes.includes('FAIL')) process.exitCode = FAILED
  else if (outcomes.includes('INCONCLUSIVE')) process.exitCode = INCONCLUSIVE
}

const judge = async (file: string, options: Options) => {
  const { post, url, save, junit, markdown } = options
  clear(
    file,
    [junit, markdown].filter((report) => report !== undefined),
  )
  if (url !== undefined) {
    const { judgeFile } = await import('../objectives/judge-file.ts')
    return tell(await judgeFile({ file, post, url }), options)
  }
  const config = readConfigured()
  await withContext(config, 'objectives', async (context) => {
    const judged = await judgeHere(context, config, { file, post })
    if (save) await keep(context, judged)
    await tell(judged, options)
  })
}

export const objectivesCommand = program(
  'objectives',
  '0 when all pass, 1 when one fails, 2 when nothing was judged, 3 when none fails, but not all could be shown',
)
  .argument('<file>', 'YAML or JSON, as objectives.schema.json says')
  .option('--post <model>', "of objectives that name no post model; left out: the dataset's own", name)
  .option(
    '--save',
    'keep them with the dataset, in place of those of the same names, and their numbers as baselines',
  )
  .option('--junit <file>', 'write JUnit XML: FAIL is a failure, INCONCLUSIVE is skipped', name)
  .option('--markdown <file>', 'write Markdown, as for a pull request', name)
  .addOption(asJson())
  .addOption(
    new Option(
      '--url <url>',
      'ask this server instead of the database; a token comes from the environment, SEAL_TOKEN',
    )
      .argParser(address)
      .conflicts('save'),
  )
  .action((file: string, options: Options) => judge(file, options).catch((error) => fail(error, WRONG_USAGE)))
