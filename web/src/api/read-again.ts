import { queryClient } from './queries.ts'

/** An import changes findings many times a second; people read more slowly. */
const PAUSE_MS = 1_000

/** Kinds of queries that were read again a moment ago, and whether they are to be once more. */
const pausing = new Map<string, boolean>()

/** Reads what is shown of a kind again: at once, and then as often as it is told, but never before the last time is over and a pause. */
export function readAgain(kind: string): void {
  if (pausing.has(kind)) {
    pausing.set(kind, true)
    return
  }
  pausing.set(kind, false)
  void queryClient.invalidateQueries({ queryKey: [kind] }).finally(() =>
    setTimeout(() => {
      const more = pausing.get(kind)
      pausing.delete(kind)
      if (more) readAgain(kind)
    }, PAUSE_MS),
  )
}
