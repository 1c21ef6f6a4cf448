import { useEffect, useEffectEvent } from 'react'

/** Calls `act` when the key is pressed outside of fields and menus, without modifiers. */
export function useKey(key: string, act: (event: KeyboardEvent) => void): void {
  const heard = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== key || event.ctrlKey || event.metaKey || event.altKey) return
    if (isField(event.target) || document.querySelector('dialog[open]')) return
    act(event)
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => heard(event)
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [])
}

/** Something that letters are typed into, or that they choose in. */
function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches('input:not([type=checkbox]), textarea, select') || target.isContentEditable)
  )
}
