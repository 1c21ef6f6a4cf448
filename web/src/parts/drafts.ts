import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sessionQuery } from '../api/queries.ts'

const PLACE = 'lunette-drafts'
/** The oldest go where there are more. */
const MOST = 30

type Drafts = [key: string, text: string][]

/** What was typed and not sent, of this tab, by whose and where it is. */
export function draftOf(key: string): string | undefined {
  return drafts().find(([one]) => one === key)?.[1]
}

/** Keeps what is being typed; nothing but space is nothing. */
export function keepDraft(key: string, text: string): void {
  const others = drafts().filter(([one]) => one !== key)
  write(text.trim() === '' ? others : [...others, [key, text] as Drafts[number]].slice(-MOST))
}

/** Forgets all of it: whoever signs out leaves nothing behind. */
export function forgetDrafts(): void {
  write([])
}

function drafts(): Drafts {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(PLACE) ?? '[]')
    return Array.isArray(kept) ? (kept as Drafts) : []
  } catch {
    return []
  }
}

function write(kept: Drafts): void {
  try {
    if (kept.length === 0) sessionStorage.removeItem(PLACE)
    else sessionStorage.setItem(PLACE, JSON.stringify(kept))
  } catch {
    // A browser that stores nothing still lets people write.
  }
}

/** A text that survives going to another page and back, until it is sent: `forget` it then. */
export function useDraft(place: string, start = '') {
  const { data: session } = useQuery(sessionQuery)
  const key = `${session?.account?.id} ${place}`
  const [text, setText] = useState(() => draftOf(key) ?? start)
  return {
    text,
    set: (next: string) => {
      setText(next)
      keepDraft(key, next === start ? '' : next)
    },
    forget: () => keepDraft(key, ''),
  }
}
