import { openStream, type Said, type Say } from './event-stream.ts'

/** A tab that joins asks how it stands. */
const HELLO = 'how is it?'

/**
 * Follows the server's events while the document is shown: HTTP/1.1 leaves a browser six connections to a server, so tabs
 * must not hold one each. Tabs of one `scope` share a stream where the browser lets them, which needs a secure context;
 * elsewhere each that is shown has its own. What is hidden, frozen or kept for Back holds none, and is told that it
 * missed something when it comes back. @returns what ends it.
 */
export function followEvents(scope: string, say: Say): () => void {
  const join = 'locks' in navigator ? (missed: boolean) => share(`lunette-events ${scope}`, missed, say) : openAlone
  function openAlone(missed: boolean): () => void {
    return openStream(missed, say)
  }
  let leave: (() => void) | undefined
  let missed = false
  const rest = () => {
    leave?.()
    leave = undefined
    missed = true
  }
  const look = () => {
    if (document.visibilityState === 'hidden') rest()
    else leave ??= join(missed)
  }
  const listening = new AbortController()
  const { signal } = listening
  for (const kind of ['visibilitychange', 'resume']) document.addEventListener(kind, look, { signal })
  document.addEventListener('freeze', rest, { signal })
  addEventListener('pageshow', look, { signal })
  addEventListener('pagehide', rest, { signal })
  look()
  return () => {
    listening.abort()
    rest()
  }
}

/** The tab that has the lock holds the stream and passes on what it says; the next one in the queue takes over. */
function share(name: string, missed: boolean, say: Say): () => void {
  const channel = new BroadcastChannel(name)
  const over = new AbortController()
  const { signal } = over
  let gap = missed
  channel.onmessage = ({ data }: MessageEvent<Said | typeof HELLO>) => {
    if (data === HELLO) return
    say(data.kind === 'here' ? { ...data, missed: data.missed || gap } : data)
    if (data.kind === 'here') gap = false
  }
  const lead = (after: boolean) => leadUntil(signal, channel, after, say)
  const wait = () => navigator.locks.request(name, { signal }, () => lead(true))
  navigator.locks
    .request(name, { ifAvailable: true }, async (lock) => {
      if (lock) await lead(missed)
      else channel.postMessage(HELLO)
    })
    .then(() => (signal.aborted ? undefined : wait()))
    .catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  return () => {
    over.abort()
    channel.close()
  }
}

/** Resolves when it is over. */
function leadUntil(over: AbortSignal, channel: BroadcastChannel, missed: boolean, say: Say): Promise<void> {
  if (over.aborted) return Promise.resolve()
  let state: Said | undefined
  channel.onmessage = ({ data }: MessageEvent<Said | typeof HELLO>) => {
    if (data === HELLO && state) channel.postMessage(state)
  }
  const close = openStream(missed, (said) => {
    if (said.kind !== 'event') state = said.kind === 'here' ? { kind: 'here', missed: false } : said
    channel.postMessage(said)
    say(said)
  })
  return new Promise((resolve) => {
    over.addEventListener('abort', () => {
      close()
      resolve()
    })
  })
}
