import type { Report } from './context.ts'

const MEGABYTE = 1_000_000

/** A transfer as the refresh tells of it. */
interface Fetch {
  feed: string
  name: string
  bytes: number
  total: number | undefined
}

/** Tells of transfers once for every megabyte; `place` says which of the feeds it is. */
export function tellFetches(report: Report): (fetch: Fetch, place: string) => void {
  let last = ''
  return ({ feed, name, bytes, total }, place) => {
    const done = Math.floor(bytes / MEGABYTE)
    const now = `${feed} ${name} ${done}`
    if (now === last) return
    last = now
    report(`fetching ${feed} (${place}): ${name}`, done, total && Math.ceil(total / MEGABYTE), 'MB')
  }
}
