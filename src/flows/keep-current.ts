import { ok, type Result } from '#core/kernel'
import { ingestKnowledge } from '#exposure/knowledge/store'
import { defaultFeedLimits, type Feed } from '#intake/feeds'
import { listWorkspaces } from '#platform/database'
import { extentOf } from './assess.ts'
import type { FlowContext, Report } from './context.ts'
import { type Reassessed, reassess } from './reassess.ts'
import { type FeedReport, type RefreshOptions, refreshKnowledge, seedKnowledge } from './refresh.ts'

export interface KeepCurrentOptions {
  feeds: readonly Feed[]
  gather: RefreshOptions['gather']
  signal?: AbortSignal | undefined
}

export interface KeptCurrent {
  feeds: FeedReport[]
  reassessed: Reassessed
}

/** Refresh feeds → merge knowledge → assess what it touches, in every workspace. Nothing that did not change is looked at. */
export async function keepCurrent(
  context: FlowContext,
  options: KeepCurrentOptions,
  report: Report,
): Promise<Result<KeptCurrent>> {
  const before = markOf(context)
  let done = 0
  const refreshed = await refreshKnowledge({
    database: context.database,
    indexPath: context.knowledge.path,
    feeds: options.feeds,
    limits: defaultFeedLimits,
    clock: context.clock,
    gather: options.gather,
    ...(options.signal && { signal: options.signal }),
    onProgress: (event) => {
      if (event.kind === 'end') done++
      report(`reading ${event.feed}`, done, options.feeds.length, 'feeds')
    },
  })
  if (!refreshed.ok) return refreshed
  return ok({ feeds: refreshed.value.feeds, reassessed: await reassessAll(context, before, report) })
}

/** After a bundle was read: writes the index file and assesses what it touches. */
export async function publishAndReassess<Bundle>(
  context: FlowContext,
  bundle: Bundle,
  report: Report,
): Promise<Result<{ bundle: Bundle; reassessed: Reassessed }>> {
  const before = markOf(context)
  const published = await ingestKnowledge(context.database, async (ingest) => {
    // Without any source read there is nothing to publish, and the built-in starter goes on answering.
    if ((await ingest.asOf()).size === 0) return
    await seedKnowledge(ingest)
    await ingest.publish(context.knowledge.path, context.clock())
  })
  return published.ok ? ok({ bundle, reassessed: await reassessAll(context, before, report) }) : published
}

async function reassessAll(context: FlowContext, before: KnowledgeMark, report: Report): Promise<Reassessed> {
  const total: Reassessed = { assets: 0, touched: 0, opened: 0, resolved: 0, changed: 0 }
  const now = markOf(context)
  if (now.generation === before.generation) return total
  // A catalogue that is read for the first time turns "unknown" into "not listed" for every finding.
  const since = now.catalogues === before.catalogues ? before.generation : undefined
  for (const workspace of await listWorkspaces(context.database))
    addTo(total, await reassess(context, workspace, since, report))
  return total
}

function addTo(total: Reassessed, more: Reassessed): void {
  for (const key of Object.keys(total) as (keyof Reassessed)[]) total[key] += more[key]
}

/** Which knowledge answered, and whose silence meant something. */
interface KnowledgeMark {
  generation: string
  catalogues: string
}

function markOf({ knowledge }: FlowContext): KnowledgeMark {
  const reader = knowledge.reader()
  return { generation: reader.generation, catalogues: Object.keys(extentOf(reader)).sort().join(' ') }
}
