import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFolder } from '../support/data-folder.ts'
import { bom, osvRecord } from '../support/installation.ts'

/** Packages that become known, and vulnerable, with each round. */
const PACKAGES = 100
const FIRST_DAY = Date.UTC(2026, 4, 1)
const DAY_MS = 86_400_000

/** A mirror that grows by a day with each round, and an SBOM a round. */
export interface Site {
  mirror: string
  /** Brings the mirror up to a round. */
  publish(round: number): void
  /** An application made of this round's packages and of those that the next round's refresh will tell of. */
  sbom(round: number): string
  folderFor(name: string): string
  remove(): void
}

export function makeSite(): Site {
  const folder = dataFolder('crash')
  const mirror = join(folder, 'mirror')
  for (const feed of ['osv', 'kev', 'epss']) mkdirSync(join(mirror, feed), { recursive: true })
  return {
    mirror,
    publish(round) {
      const rounds = Array.from({ length: round + 1 }, (_, index) => index)
      writeFileSync(join(mirror, 'osv/npm.ndjson'), rounds.flatMap(recordsOf).join('\n'))
      writeFileSync(join(mirror, 'kev/kev.json'), JSON.stringify({ vulnerabilities: rounds.flatMap(exploitedOf) }))
      for (const day of rounds) writeFileSync(join(mirror, `epss/epss_scores-${dateOf(day)}.csv`), scoresOf(day))
    },
    sbom(round) {
      const path = join(folder, `service-${round}.cdx.json`)
      const purls = [...idsOf(round), ...idsOf(round + 1)].map((id) => `pkg:npm/package-${id}@1.0.0`)
      writeFileSync(path, bom(`service-${round}`, purls))
      return path
    },
    folderFor: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function idsOf(round: number): string[] {
  return Array.from({ length: PACKAGES }, (_, index) => String(10_000 + round * PACKAGES + index))
}

function recordsOf(round: number): string[] {
  return idsOf(round).map((id) =>
    osvRecord(`GHSA-${id}`, 'npm', `package-${id}`, '2.0.0', { aliases: [`CVE-2026-${id}`] }),
  )
}

function exploitedOf(round: number): object[] {
  return idsOf(round)
    .slice(0, 20)
    .map((id) => ({ cveID: `CVE-2026-${id}`, dateAdded: '2026-08-01' }))
}

function scoresOf(day: number): string {
  const rows = Array.from({ length: day + 1 }, (_, round) => idsOf(round))
    .flat()
    .map((id) => `CVE-2026-${id},${(day + 1) / 1_000},0.5`)
  return `#model_version:v1,score_date:${dateOf(day)}T00:00:00+0000\ncve,epss,percentile\n${rows.join('\n')}\n`
}

function dateOf(day: number): string {
  return new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10)
}
