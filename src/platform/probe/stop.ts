/** What ends a probe: asked before each step, heard of while one is under way. */
export interface Stop {
  readonly aborted: boolean
  /** Calls back once when it comes; the function that is given back takes that back. */
  onAbort(act: () => void): () => void
}

/** Of one probe: connections are many, and a signal made of others for each of them costs more than the connection. */
export class OneStop implements Stop {
  #aborted = false
  #act: (() => void) | undefined
  readonly #from: Stop | undefined

  /** @param from what ends this one, too */
  constructor(from?: Stop) {
    this.#from = from
  }

  get aborted(): boolean {
    return this.#aborted || (this.#from?.aborted ?? false)
  }

  /** One step at a time waits for it. */
  onAbort(act: () => void): () => void {
    const leave = this.#from?.onAbort(act)
    this.#act = act
    return () => {
      leave?.()
      if (this.#act === act) this.#act = undefined
    }
  }

  abort(): void {
    if (this.#aborted) return
    this.#aborted = true
    this.#act?.()
  }
}

const stops = new WeakMap<AbortSignal, Stop>()

/**
 * A signal as a stop. However many wait for it, it has one listener: an event target goes through all that it has whenever
 * one comes or goes.
 */
export function stopOf(signal: AbortSignal): Stop {
  const known = stops.get(signal)
  if (known) return known
  const acts = new Set<() => void>()
  const all = () => {
    for (const act of [...acts]) act()
    acts.clear()
  }
  const onAbort = (act: () => void) => {
    // Its own place, should the same be given twice.
    const own = () => act()
    if (acts.size === 0) signal.addEventListener('abort', all, { once: true })
    acts.add(own)
    return () => {
      acts.delete(own)
      if (acts.size === 0) signal.removeEventListener('abort', all)
    }
  }
  const stop: Stop = {
    get aborted() {
      return signal.aborted
    },
    onAbort,
  }
  stops.set(signal, stop)
  return stop
}

/** Waits, or until the stop comes. */
export function pauseUntil(stop: Stop, ms: number): Promise<void> {
  if (stop.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      leave()
      resolve()
    }
    const timer = setTimeout(end, ms)
    const leave = stop.onAbort(end)
  })
}
