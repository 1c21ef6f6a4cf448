import { useSyncExternalStore } from 'react'
import type { ListShape } from './lists.ts'

/** How a list looks to this person, remembered in this browser. */
export interface Display {
  dense: boolean
  /** Columns that are shown. */
  columns: readonly string[]
}

const CHANGED = 'lunette-display'

export function useDisplay(shape: ListShape): [Display, (change: Partial<Display>) => void] {
  const stored = useSyncExternalStore(subscribe, () => localStorage.getItem(keyOf(shape)) ?? '')
  const display = displayOf(shape, stored)
  const change = (next: Partial<Display>) => {
    localStorage.setItem(keyOf(shape), JSON.stringify({ ...display, ...next }))
    dispatchEvent(new Event(CHANGED))
  }
  return [display, change]
}

function keyOf({ name }: ListShape): string {
  return `lunette-display-${name}`
}

function subscribe(changed: () => void): () => void {
  const names = [CHANGED, 'storage']
  for (const name of names) addEventListener(name, changed)
  return () => {
    for (const name of names) removeEventListener(name, changed)
  }
}

function displayOf({ columns, hidden }: ListShape, stored: string): Display {
  const usual = Object.keys(columns).filter((column) => !hidden.includes(column))
  try {
    const kept = JSON.parse(stored) as Partial<Display>
    const shown = Array.isArray(kept.columns) ? kept.columns : usual
    return { dense: kept.dense === true, columns: Object.keys(columns).filter((column) => shown.includes(column)) }
  } catch {
    return { dense: false, columns: usual }
  }
}
