import { useEffect, useSyncExternalStore } from 'react'

/** Whether the server is away, and whether something that a person did could not be sent to it. */
interface Connection {
  away: boolean
  /** It answers, and its events do not come: what others change is not shown by itself. */
  interrupted: boolean
  unsent: boolean
  /** How many forms on the page say so themselves, beside what was entered. */
  told: number
}

let connection: Connection = { away: false, interrupted: false, unsent: false, told: 0 }
const listeners = new Set<() => void>()

/** What a write says that got no answer: the connection may have broken after it arrived. */
export const unsentWords =
  'No connection to Lunette: this is not saved, unless the connection broke just then. What you entered is still in its place: try again once Lunette answers.'

export function noteConnection(change: Partial<Connection>): void {
  const next = { ...connection, ...change }
  const keys = Object.keys(next) as (keyof Connection)[]
  if (keys.every((key) => next[key] === connection[key])) return
  connection = next
  for (const listener of listeners) listener()
}

/** For a form that shows the error of its write: where that was not sent, the frame need not say so, too. */
export function useToldHere(error: Error | null): void {
  const unsent = error?.message === unsentWords
  useEffect(() => (unsent ? tellUnsentHere() : undefined), [unsent])
}

/** Call what comes back when it is told no more: then nothing is left to be said. */
function tellUnsentHere(): () => void {
  noteConnection({ told: connection.told + 1 })
  return () => noteConnection({ told: connection.told - 1, unsent: false })
}

/** True where asking again at once is in vain: the event stream, or the machine, tells when the server is back. */
export function isAway(): boolean {
  return connection.away || !navigator.onLine
}

export function useConnection(): Connection {
  return useSyncExternalStore(listen, () => connection)
}

function listen(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
