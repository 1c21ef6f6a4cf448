import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

/** A mirror of links to `feeds` to which an EPSS day can be added without touching the original. */
export function linkMirror(feeds: string, target: string): void {
  mkdirSync(join(target, 'epss'), { recursive: true })
  for (const name of readdirSync(feeds)) if (name !== 'epss') symlinkSync(join(feeds, name), join(target, name))
  for (const name of readdirSync(join(feeds, 'epss'))) {
    symlinkSync(join(feeds, 'epss', name), join(target, 'epss', name))
  }
}

/** Adds the day after the newest one, with a third of the scores moved a little. */
export function addEpssDay(mirror: string): string {
  const newest = readdirSync(join(mirror, 'epss')).sort().at(-1)!
  const date = newest.slice('epss_scores-'.length, -'.csv.gz'.length)
  const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)
  const lines = gunzipSync(readFileSync(join(mirror, 'epss', newest)))
    .toString('utf8')
    .replaceAll(date, next)
    .split('\n')
  const moved = lines.map((line, place) => (place > 1 && place % 3 === 0 ? nudged(line) : line))
  writeFileSync(join(mirror, 'epss', `epss_scores-${next}.csv.gz`), gzipSync(moved.join('\n')))
  return next
}

function nudged(line: string): string {
  const [cve, score, percentile] = line.split(',')
  return percentile === undefined ? line : `${cve},${Math.min(1, Number(score) * 1.01).toFixed(5)},${percentile}`
}
