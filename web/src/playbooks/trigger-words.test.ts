import { expect, it } from 'vitest'
import { triggerWords } from './trigger-words.ts'

const none = { kinds: [], patterns: [], systems: [], controls: [], words: [] }

it.each([
  [none, 'Proposed for no case by itself: it names no words, controls, systems or patterns.'],
  [{ ...none, words: ['dead', 'probe', 'bypass'] }, 'Proposed for cases that say “dead”, “probe”, or “bypass”.'],
  [
    { ...none, kinds: ['incident' as const, 'near-miss' as const], controls: ['tool-gate'], patterns: ['refunds'] },
    'Proposed for incidents and near misses in which tool-gate did not hold, or that are of the pattern “refunds”.',
  ],
])('a trigger is said as a sentence', (when, words) => expect(triggerWords(when)).toBe(words))
