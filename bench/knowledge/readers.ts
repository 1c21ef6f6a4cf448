import { setTimeout as sleep } from 'node:timers/promises'
import { openIndex, readVulnerability } from '#exposure/knowledge'
import type { Database } from '#platform/database'

const PAUSE_MS = 10

/** Latencies of single look-ups that go on while knowledge is refreshed. */
export interface Readings {
  sqlMs: number[]
  indexMs: number[]
}

/** Reads single vulnerabilities, from the database and from the index file in turn, until `stop` says so. */
export async function readMeanwhile(
  database: Database,
  indexPath: string,
  stop: { stopped: boolean },
): Promise<Readings> {
  const readings: Readings = { sqlMs: [], indexMs: [] }
  for (let turn = 0; !stop.stopped; turn++) {
    const id = `CVE-${2003 + (turn % 23)}-${String(1_000 + ((turn * 37) % 9_000)).padStart(4, '0')}`
    readings.sqlMs.push(await timed(() => readVulnerability(database, id)))
    const opened = openIndex(indexPath)
    if (opened.ok) {
      readings.indexMs.push(await timed(async () => opened.value.vulnerability(id)))
      opened.value.close()
    }
    await sleep(PAUSE_MS)
  }
  return readings
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
