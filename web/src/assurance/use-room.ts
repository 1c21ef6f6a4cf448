import { useSyncExternalStore } from 'react'

/** True where the window has room for so much, in rem. */
export function useRoom(width: number): boolean {
  const query = matchMedia(`(min-width: ${width}rem)`)
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed)
      return () => query.removeEventListener('change', changed)
    },
    () => query.matches,
  )
}
