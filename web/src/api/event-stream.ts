import type { ServerEvent } from '@contract/jobs.ts'

/**
 * What is said of the server's events: one came; they are followed, `missed` where some may have come before; the server
 * is away. `refused`: it answers, but not to this session.
 */
export type Said =
  | { kind: 'event'; event: ServerEvent }
  | { kind: 'here'; missed: boolean }
  | { kind: 'away'; refused: boolean }

export type Say = (said: Said) => void

/** What the browser has given up is tried again after this. */
const AGAIN_MS = 5_000

/** Opens a stream of events; `missed`: some may have come before. @returns what closes it. */
export function openStream(missed: boolean, say: Say): () => void {
  let source: EventSource
  let again: ReturnType<typeof setTimeout> | undefined
  let gap = missed
  const open = () => {
    source = new EventSource('/api/v1/events')
    source.onmessage = ({ data }) => say({ kind: 'event', event: JSON.parse(data) as ServerEvent })
    source.onopen = () => {
      say({ kind: 'here', missed: gap })
      gap = false
    }
    source.onerror = () => {
      gap = true
      const refused = source.readyState === EventSource.CLOSED
      if (refused) again = setTimeout(open, AGAIN_MS)
      say({ kind: 'away', refused })
    }
  }
  open()
  return () => {
    clearTimeout(again)
    source.close()
  }
}
