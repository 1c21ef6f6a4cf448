import { useSyncExternalStore } from 'react'

const PLACE = 'lunette-dismissed-jobs'
/** Jobs are shown for minutes: older ids are of no use. */
const MOST_KEPT = 100

const listeners = new Set<() => void>()

function subscribe(heard: () => void): () => void {
  listeners.add(heard)
  return () => listeners.delete(heard)
}

function stored(): string {
  try {
    return sessionStorage.getItem(PLACE) ?? ''
  } catch {
    return ''
  }
}

/** Jobs that this tab need not show any more; what they were stays in the menu of jobs. */
export function useDismissed(): { isDismissed: (id: string) => boolean; dismiss: (ids: readonly string[]) => void } {
  const ids = new Set(useSyncExternalStore(subscribe, stored).split(' '))
  return { isDismissed: (id) => ids.has(id), dismiss }
}

function dismiss(ids: readonly string[]): void {
  const kept = [...stored().split(' ').filter(Boolean), ...ids].slice(-MOST_KEPT)
  try {
    sessionStorage.setItem(PLACE, kept.join(' '))
  } catch {
    // A browser that keeps nothing shows them until they are a while ago.
  }
  for (const heard of listeners) heard()
}
