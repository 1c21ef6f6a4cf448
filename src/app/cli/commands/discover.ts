import { randomUUID } from 'node:crypto'
import { counted } from '#contract'
import { metadataWords } from '#contract/metadata-words'
import { probeWords } from '#contract/probe-words'
import { questionWords } from '#contract/question-words'
import { notLookedFor } from '#contract/scope-words'
import {
  gapWords,
  nowWords,
  runStateWords,
  sawAnything,
  seenWords,
  sentWords,
  silentWords,
} from '#contract/surface-words'
import { commandLine, err, ok, type Problem, problem, type Result } from '#core/kernel'
import { parseRange } from '#core/network'
import type { DiscoveryLook, NamedAsset } from '#core/vocabulary'
import { type DiscoveryRun, seedsOf } from '#exposure/surface'
import { isTurnHeld, listRuns, readDiscoverySettings, readProbes, readQuestions } from '#exposure/surface/store'
import { type DiscoverySummary, discoverSurface } from '#flows/discover'
import { nameExists, nowhereSeeds } from '#flows/look-up-name'
import { recordAudit } from '#platform/audit'
import { type Database, DEFAULT_WORKSPACE } from '#platform/database'
import { heardOf } from '#platform/jobs'
import { discoveryEngine } from '../../discovery-engine.ts'
import { probeRowOf, questionRowOf } from '../../probe-rows.ts'
import { probeTerms, proofTerms } from '../../probe-terms.ts'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { columns, finish, print, progress, say } from '../say.ts'
import { noSuchName } from './scope.ts'

interface Flags {
  dataDir?: string
  look?: DiscoveryLook
  agent?: string
  json?: boolean
}

/** `lunette discover`: looks for what hangs on the seeds, here and now; what it saw is kept when it is interrupted. */
export async function discover(words: string[], flags: Flags): Promise<number> {
  const stop = new AbortController()
  const interrupt = () => {
    say('stopping: what was seen until now is kept')
    stop.abort()
  }
  process.once('SIGINT', interrupt)
  try {
    const done = await withNewRuntime(flags, (runtime) => run(runtime, words, flags, stop.signal))
    return finish(done, (summary) => {
      print(summary, sentenceOf(summary), flags.json)
      return exitCodeOfRun(summary)
    })
  } finally {
    process.off('SIGINT', interrupt)
  }
}

/** What was not looked at to its end is as an input that was not read to its end; one that saw nothing of its seeds failed. */
function exitCodeOfRun({ state, problem: why, counts }: DiscoverySummary): number {
  const saw = sawAnything(counts)
  if (state === 'complete' && (saw || why === undefined)) return exitCodes.clean
  return state === 'partial' && saw ? exitCodes.findings : exitCodes.failure
}

async function run(
  runtime: Runtime,
  words: readonly string[],
  { look = 'deep', agent }: Flags,
  stop: AbortSignal,
): Promise<Result<DiscoverySummary>> {
  const runId = randomUUID()
  const named = seedsOf(words)
  if (!named.ok) return named
  const seeds = named.value
  const wrong = await whyNotThere(runtime, seeds)
  if (wrong) return err(wrong)
  await runtime.database.inTransaction((work) =>
    recordAudit(work, {
      ...{ chain: DEFAULT_WORKSPACE, at: runtime.clock(), actor: 'command line', action: 'surface.discover' },
      ...{ target: runId, detail: { seeds, look, ...(agent && { agent }) } },
    }),
  )
  const context = { ...runtime, ...(await probeTerms(runtime)), engine: discoveryEngine(runtime.database) }
  return discoverSurface(
    context,
    { workspaceId: DEFAULT_WORKSPACE, runId, seeds, look, agent, actor: 'command line' },
    progress,
    stop,
  )
}

/** What was named is kept as a seed, so what does not exist is refused; of what is a seed already that is only said. */
async function whyNotThere(runtime: Runtime, seeds: readonly NamedAsset[]): Promise<Problem | undefined> {
  for (const warned of seeds.flatMap(({ name }) => metadataWords(name) ?? [])) say(warned)
  const terms = await proofTerms(runtime)
  const nowhere = await nowhereSeeds(runtime.database, DEFAULT_WORKSPACE, seeds, (name) =>
    nameExists(terms, DEFAULT_WORKSPACE, name),
  )
  for (const { name } of nowhere.filter(({ isSeed }) => isSeed)) say(noSuchName(name))
  const [mistyped] = nowhere.filter(({ isSeed }) => !isSeed)
  if (!mistyped) return undefined
  const keep = commandLine(`scope add --anyway ${mistyped.name}`)
  return problem('no-such-name', `${notLookedFor(mistyped.name)}; name it as a seed all the same: ${keep}`)
}

function sentenceOf({
  state,
  problem: why,
  counts,
  sent,
  changes,
  baseline,
  recorded,
  opened,
  resolved,
}: DiscoverySummary): string {
  return [
    `${state}: ${seenWords(counts) || 'nothing was seen'}`,
    `sent: ${sentWords(sent) || 'nothing'}`,
    ...(why === undefined ? [] : [why]),
    ...Object.entries(baseline).map(
      ([seed, count]) => `${count} first seen with ${seed}: what changes is told from the next look on`,
    ),
    `${counted(changes, 'change')}, ${counted(recorded, 'asset')} recorded, ${counted(opened, 'finding')} opened, ${resolved} resolved`,
  ].join('\n')
}

/** `lunette discover status`: the latest runs, and whether probes are stopped. */
export async function status(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) =>
    ok({
      ...(await database.inWorkspace(DEFAULT_WORKSPACE, async (work) => ({
        settings: await readDiscoverySettings(work),
        runs: await listRuns(work),
      }))),
      silent: await silentRun(database),
    }),
  )
  return finish(done, ({ settings, runs, silent }) => {
    const { stopped } = settings
    const word = stopped ? `all probes were stopped by ${stopped.by} at ${stopped.at}` : 'probes may run'
    const lines = [word, nowWords(runs.find(({ state }) => state === 'running')?.id, silent), tableOf(runs, silent)]
    print({ stopped: stopped ?? null, runs }, lines.join('\n'), flags.json)
  })
}

interface SilentRun {
  id: string
  /** When whoever did it was heard of last, where that is known. */
  since: string | undefined
}

/** The run that is said to go on, and that nobody does: its process died, and no server is there to go on with it. */
async function silentRun(database: Database): Promise<SilentRun | undefined> {
  const run = await database.inWorkspace(DEFAULT_WORKSPACE, async (work) =>
    (await isTurnHeld(work, DEFAULT_WORKSPACE))
      ? undefined
      : (await listRuns(work)).find(({ state }) => state === 'running'),
  )
  return run && { id: run.id, since: await heardOf(database, run.id) }
}

/** What a run has to say, in the words of the browser. */
function noteOf({ id, state, stage, troubles, problem: why }: DiscoveryRun, silent: SilentRun | undefined): string {
  const goesOn = silent?.id === id ? silentWords(silent.since) : state === 'running' && stage
  return [goesOn, why, troubles.length > 0 && gapWords(troubles.length)].filter(Boolean).join('; ')
}

function tableOf(runs: readonly DiscoveryRun[], silent: SilentRun | undefined): string {
  if (runs.length === 0) return `nothing was looked for yet: ${commandLine('discover')}`
  const head = [
    'run',
    'looked at',
    'state',
    'started',
    'by',
    'services',
    'asked',
    'connections',
    'from',
    'what it says',
  ]
  return columns(
    head,
    runs.map((run) => {
      const { id, look, state, startedAt, startedBy, counts, sent, vantage, troubles } = run
      return [
        ...[
          id,
          look === 'deep' ? 'everything' : look,
          runStateWords({ state, gaps: troubles.length }),
          startedAt,
          startedBy,
        ],
        ...[counts.service, sent.questions, sent.connections].map((count = 0) => count.toLocaleString('en')),
        ...[vantage, noteOf(run, silent)],
      ]
    }),
  )
}

interface ProbeFlags extends Flags {
  target?: string
  limit?: number
}

/** `lunette discover probes`: what a run sent, where, when and how it went: questions, then probes. */
export async function probes(run: string | undefined, { target, limit = 200, ...flags }: ProbeFlags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) => {
    const runs = await database.inWorkspace(DEFAULT_WORKSPACE, (work) => listRuns(work))
    const found = run === undefined ? runs[0] : runs.find(({ id }) => id === run)
    if (!found) return err(problem('not-found', `there is no such run: ${commandLine('discover status')}`))
    const wanted = { target, limit: limit + 1 }
    const rows = await readProbes(database, DEFAULT_WORKSPACE, found.id, wanted)
    const asked = await readQuestions(database, DEFAULT_WORKSPACE, found.id, wanted)
    return ok({
      run: found.id,
      questions: asked.slice(0, limit).map(questionRowOf),
      rows: rows.slice(0, limit).map(probeRowOf),
      isMore: Math.max(rows.length, asked.length) > limit,
    })
  })
  return finish(done, ({ isMore, ...log }) => {
    const { run: id, questions, rows } = log
    const asked = questions.map(({ firstAt, server, step, ...what }) => [firstAt, server, questionWords(what), step])
    const sent = rows.map(({ at, address, transport, probes }) => [
      at,
      address,
      transport,
      probeWords(probes, transport),
    ])
    const parts = [
      ...(asked.length > 0 ? [columns(['from', 'asked', 'what', 'for'], asked)] : []),
      ...(sent.length > 0 ? [columns(['when', 'address', 'by', 'ports, by how it went'], sent)] : []),
    ]
    const nothing = `run ${id} sent nothing${target === undefined ? '' : toTarget(target)}`
    const more = isMore ? '\n… and more (--limit)' : ''
    print(log, parts.length === 0 ? nothing : `${parts.join('\n\n')}${more}`, flags.json)
  })
}

/** Of a name only what went to addresses that are known of it can be told. */
function toTarget(target: string): string {
  return parseRange(target) ? ` to ${target}` : ` to an address that is known of “${target}”, if any is`
}
