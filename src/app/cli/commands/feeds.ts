import { createWriteStream } from 'node:fs'
import { counted } from '#contract'
import { droppedWords } from '#contract/dropped-words'
import { commandLine, ok } from '#core/kernel'
import { isCurrent, isOfNoDay, limitOf, sourceName } from '#core/vocabulary'
import {
  bundledSources,
  exportBundle,
  type FeedRow,
  feedStates,
  importBundle,
  loadedRecords,
} from '#exposure/knowledge/store'
import { keepCurrent, publishAndReassess } from '#flows/keep-current'
import type { FeedReport } from '#flows/refresh'
import { feeds } from '#intake/feeds'
import { feedSource } from '../../feed-source.ts'
import { exitCodes } from '../exit-codes.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { refusedOutput } from '../output-file.ts'
import { columns, finish, print, progress, say, stepProgress } from '../say.ts'
import { whenInterrupted } from '../when-interrupted.ts'

interface FeedFlags {
  dataDir?: string
  mirror?: string
  json?: boolean
}

const MEGABYTE = 1_000_000

/** `lunette feeds refresh`: fetches what changed, merges it and assesses what it touches. Exit 3 when a feed failed. */
export async function refresh(only: string[], flags: FeedFlags): Promise<number> {
  const unknown = only.filter((id) => !feeds.some((feed) => feed.id === id))
  if (unknown.length > 0) {
    say(`there is no feed "${unknown[0]}"; there are ${feeds.map((feed) => feed.id).join(', ')}`)
    return exitCodes.usage
  }
  const done = await whenInterrupted(
    'what was recorded stays and counts from the next refresh on, the rest was not read; run it again to go on',
    () => withNewRuntime(flags, (runtime) => keepCurrent(runtime, feedSource(runtime.config, only), stepProgress())),
  )
  return finish(done, ({ feeds: reports, reassessed }) => {
    const { touched, assets, opened, resolved, changed, rescored } = reassessed
    const moved =
      rescored > 0
        ? `; ${rescored === 1 ? '1 vulnerability has' : `${rescored} vulnerabilities have`} another EPSS`
        : ''
    const sentence = `assessed ${touched} of ${assets} assets: ${counted(opened, 'finding')} opened, ${resolved} resolved, ${changed} changed${moved}`
    print({ feeds: reports, reassessed }, `${reportTable(reports)}\n${sentence}`, flags.json)
    return reports.some((report) => report.outcome.status === 'failed') ? exitCodes.failure : exitCodes.clean
  })
}

function reportTable(reports: readonly FeedReport[]): string {
  const rows = reports.map((report) => [
    report.feed,
    report.outcome.status,
    String(report.outcome.read),
    String(report.written),
    String(report.removed),
    report.problem?.message ?? report.outcome.dropped.map(droppedWords).join('; '),
  ])
  return columns(['feed', 'status', 'read', 'written', 'removed', 'left out'], rows)
}

/** `lunette feeds status`: how old each feed is and how its last run ended. */
export async function status(flags: FeedFlags): Promise<number> {
  const done = await withRuntime(flags, async ({ database, clock, config }) => {
    const currency = { now: clock(), maxAgeDays: config.maxKnowledgeAgeDays }
    const [rows, loaded] = [await feedStates(database), await loadedRecords(database)]
    const feeds = rows.map((row) => ({
      ...row,
      loaded: loaded.get(row.id) ?? 0,
      maxAgeDays: limitOf(row, currency),
      outOfDate: row.asOf !== undefined && !isCurrent(row, currency),
    }))
    return ok({ feeds, bundled: await bundledSources(database) })
  })
  return finish(done, ({ feeds, bundled }) => print(feeds, stateTable(feeds, bundled), flags.json))
}

/** The feeds, and what a bundle brought that none of them has read here. */
function stateTable(
  rows: readonly (FeedRow & { loaded: number; outOfDate: boolean })[],
  bundled: Awaited<ReturnType<typeof bundledSources>>,
): string {
  if (rows.length === 0 && bundled.length === 0) return `no feed was read yet: ${commandLine('feeds refresh')}`
  const cells = rows.map((row) => [
    row.id,
    row.problem?.code === 'interrupted' ? 'interrupted' : row.status,
    row.lastSuccess?.slice(0, 16) ?? 'never',
    ageWords(row),
    row.nextDue?.slice(0, 16) ?? '–',
    row.loaded.toLocaleString('en'),
    row.written.toLocaleString('en'),
    row.problem?.message ?? '',
  ])
  const brought = bundled.map(({ source, asOf }) => [
    sourceName(source),
    'bundle',
    '–',
    asOf.slice(0, 10),
    '–',
    '',
    '',
    '',
  ])
  return columns(
    ['feed', 'last run', 'last read', 'data as of', 'next due', 'loaded', 'last run wrote', 'problem'],
    [...cells, ...brought],
  )
}

/** Of several sources each has its own date: the newest alone would make the others look as fresh. */
function ageWords({ asOf, oldest, undated, outOfDate, maxAgeDays }: FeedRow & { outOfDate: boolean }): string {
  if (isOfNoDay(asOf)) return 'unknown, as nothing in it is dated'
  const newest = `${asOf?.slice(0, 10) ?? 'unknown'}${undated ? ' or later, as nothing in it is dated' : ''}`
  const others =
    oldest && oldest.asOf.slice(0, 10) !== asOf?.slice(0, 10)
      ? `, oldest ${oldest.source} of ${oldest.asOf.slice(0, 10)}`
      : ''
  return `${newest}${others}${outOfDate ? ` (over ${maxAgeDays} days: out of date)` : ''}`
}

/** `lunette feeds export`: all knowledge in one file, for a machine without network. */
export async function exportKnowledge(path: string, flags: FeedFlags): Promise<number> {
  const refused = await refusedOutput(path)
  if (refused !== undefined) {
    say(refused)
    return exitCodes.usage
  }
  const attribution = feeds.map(({ id, name, publisher, licence }) => ({ id, name, licence, attribution: publisher }))
  const done = await withRuntime(flags, async ({ database, clock }) =>
    ok(
      await exportBundle(database, createWriteStream(path, { flags: 'wx', mode: 0o600 }), {
        feeds: attribution,
        createdAt: clock(),
        report: progress,
      }),
    ),
  )
  return finish(done, (summary) => print(summary, `${path}: ${bundleWords(summary)}`, flags.json))
}

function bundleWords({ lines, bytes }: { lines: number; bytes: number }): string {
  const size = Math.max(1, Math.round(bytes / MEGABYTE)).toLocaleString('en')
  return `${lines.toLocaleString('en')} records written, ${size} MB before compression`
}

/** `lunette feeds import`: reads such a file; verified before anything is taken from it. */
export async function importKnowledge(path: string, flags: FeedFlags): Promise<number> {
  const done = await whenInterrupted(
    'what was recorded stays, the rest is not; the same import again completes it',
    () =>
      withNewRuntime(flags, async (runtime) => {
        const imported = await importBundle(runtime.database, path, progress)
        return imported.ok ? publishAndReassess(runtime, imported.value, progress) : imported
      }),
  )
  return finish(done, ({ bundle, reassessed }) => {
    const text = `${path}: ${bundle.outcome.kept} records taken, ${bundle.written} written, ${bundle.removed} removed; ${reassessed.touched} assets assessed`
    print({ bundle, reassessed }, text, flags.json)
  })
}
