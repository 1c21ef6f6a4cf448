import { useSyncExternalStore } from 'react'

const query = matchMedia('(min-width: 48rem)')

/** True from tablet width on. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => query.matches,
  )
}
