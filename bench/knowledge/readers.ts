import { setTimeout as sleep } from 'node:timers/promises'
import { type KnowledgeIndex, openIndex } from '#exposure/knowledge'
import { readVulnerability } from '#exposure/knowledge/store'
import type { Database } from '#platform/database'
import { peakMemory } from '../../test/support/peak-memory.ts'

const PAUSE_MS = 10
/** Uncounted turns at the start: a server that people read from has long been running. */
const WARM_UP = 50
/** Turns after which the index is looked for anew, as after a refresh. */
const REOPEN_EVERY = 20

/** Latencies of single look-ups that go on while knowledge is refreshed. */
export interface Readings {
  sqlMs: number[]
  /** Each with opening the file where it was opened anew. */
  indexMs: number[]
  /** Highest resident memory of the reading process. */
  rssBytes: number
}

/**
 * Reads single vulnerabilities, from the database and from the index file in turn, until `stop` says so.
 * @param begun called when the warm-up is over.
 */
export async function readMeanwhile(
  database: Database,
  indexPath: string,
  stop: { stopped: boolean },
  begun: () => void,
): Promise<Readings> {
  const readings: Readings = { sqlMs: [], indexMs: [], rssBytes: 0 }
  let index: KnowledgeIndex | undefined
  for (let turn = -WARM_UP; !stop.stopped; turn++) {
    if (turn === 0) begun()
    const id = `CVE-${2003 + ((turn + WARM_UP) % 23)}-${String(1_000 + (((turn + WARM_UP) * 37) % 9_000)).padStart(4, '0')}`
    const sqlMs = await timed(() => readVulnerability(database, id))
    const indexMs = await timed(async () => {
      if (turn % REOPEN_EVERY === 0 || !index) index = reopened(index, indexPath)
      index?.vulnerability(id)
    })
    if (turn >= 0) readings.sqlMs.push(sqlMs)
    if (turn >= 0 && index) readings.indexMs.push(indexMs)
    await sleep(PAUSE_MS)
  }
  index?.close()
  return { ...readings, rssBytes: peakMemory() }
}

/** The index as it is now; the one that is open stays where nothing changed. */
function reopened(held: KnowledgeIndex | undefined, path: string): KnowledgeIndex | undefined {
  const opened = openIndex(path)
  if (!opened.ok) return held
  if (held?.generation === opened.value.generation) {
    opened.value.close()
    return held
  }
  held?.close()
  return opened.value
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** The value below which `share` of the readings lie; 0 without readings. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
