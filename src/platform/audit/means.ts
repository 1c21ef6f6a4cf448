import { AsyncLocalStorage } from 'node:async_hooks'

/** What somebody acts through, beside their own name: an API token. */
export interface Means {
  token: string
}

const present = new AsyncLocalStorage<Means>()

/** Runs work whose audit entries also say what it was done through. */
export function actingThrough<T>(means: Means, work: () => T): T {
  return present.run(means, work)
}

/** What the present work is done through; nothing where a person acts. */
export function presentMeans(): Means | undefined {
  return present.getStore()
}
