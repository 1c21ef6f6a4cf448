import { ok, type Result } from '#core/kernel'
import { ingestKnowledge } from '#exposure/knowledge/store'
import { defaultFeedLimits, type Feed, maxAgeDaysOf } from '#intake/feeds'
import type { FlowContext, Report } from './context.ts'
import { tellFetches } from './fetch-telling.ts'
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
  let done = 0
  const tell = tellFetches(report)
  const refreshed = await refreshKnowledge({
    database: context.database,
    indexPath: context.knowledge.path,
    feeds: options.feeds,
    limits: defaultFeedLimits,
    clock: context.clock,
    gather: options.gather,
    ...(options.signal && { signal: options.signal }),
    onProgress: (event) => {
      if (event.kind === 'fetch') return tell(event, `feed ${done + 1} of ${options.feeds.length}`)
      if (event.kind === 'end') done++
      const all = done === options.feeds.length
      report(all ? 'putting the knowledge together' : `reading ${event.feed}`, done, options.feeds.length, 'feeds')
    },
  })
  if (!refreshed.ok) return refreshed
  return ok({ feeds: refreshed.value.feeds, reassessed: await reassess(context, report) })
}

/** After a bundle was read: writes the index file and assesses what it touches. */
export async function publishAndReassess<Bundle>(
  context: FlowContext,
  bundle: Bundle,
  report: Report,
): Promise<Result<{ bundle: Bundle; reassessed: Reassessed }>> {
  const published = await ingestKnowledge(context.database, async (ingest) => {
    await seedKnowledge(ingest)
    await ingest.publish(context.knowledge.path, context.clock(), maxAgeDaysOf)
  })
  return published.ok ? ok({ bundle, reassessed: await reassess(context, report) }) : published
}
