import type { RulingRequest } from '@contract/dispositions.ts'
import { useState } from 'react'
import { useDraft } from '../parts/drafts.ts'
import { justificationWords, scopeWords, statusWords } from './ruling-words.ts'

const DAY_MS = 86_400_000
const DEFAULT_DAYS = 90

/** The day that lies so many days ahead, as `2026-12-24`. */
export const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** What is chosen of a ruling besides its reasons. */
export interface RulingChoices {
  status: RulingRequest['status']
  scope: RulingRequest['scope']
  justification: string
  /** Its last day. */
  day: string
}

/** Choices as they were kept; what is missing, past or no choice is as at the beginning. */
export function readChoices(kept: string): RulingChoices {
  const { status, scope, justification, day } = parsed(kept)
  return {
    status: isOneOf(statusWords, status) ? status : 'accepted',
    scope: isOneOf(scopeWords, scope) ? scope : 'finding',
    justification: isOneOf(justificationWords, justification) ? justification : 'vulnerable_code_not_in_execute_path',
    day: typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && day >= dayIn(1) ? day : dayIn(DEFAULT_DAYS),
  }
}

function isOneOf<Word extends string>(words: Readonly<Record<Word, string>>, word: unknown): word is Word {
  return typeof word === 'string' && Object.hasOwn(words, word)
}

function parsed(kept: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(kept)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

/**
 * The choices of a ruling that is begun, kept with its reasons: these must not come back under another kind or reach. Where no
 * reason was written nothing was begun: what somebody only looked at is chosen by nobody.
 */
export function useRulingChoices(place: string) {
  const draft = useDraft(`${place} choices`)
  const reasons = useDraft(place)
  const [choices, setChoices] = useState(() => readChoices(reasons.text.trim() === '' ? '' : draft.text))
  const choose = (change: Partial<RulingChoices>) => {
    const next = { ...choices, ...change }
    setChoices(next)
    draft.set(JSON.stringify(next))
  }
  return { ...choices, choose, forget: draft.forget }
}
