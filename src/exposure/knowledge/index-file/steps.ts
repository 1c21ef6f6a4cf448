/** Work in small steps, so that it can be done at once or while others go on. */
export type Steps<T> = Generator<void, T, void>

/** Longest time others in this process wait, in milliseconds. */
const SLICE_MS = 5

/** Does all steps at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Does all steps and lets others go on every few milliseconds. */
export async function finishedAside<T>(steps: Steps<T>): Promise<T> {
  let since = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    if (performance.now() - since < SLICE_MS) continue
    await new Promise((resolve) => setImmediate(resolve))
    since = performance.now()
  }
}
