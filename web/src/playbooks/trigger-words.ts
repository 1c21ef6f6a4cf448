import type { PlaybookRow } from '@contract/case-work.ts'
import { kindWords } from '../cases/case-words.ts'

const plural = (kind: PlaybookRow['when']['kinds'][number]) =>
  kind === 'near-miss' ? 'near misses' : `${kindWords[kind]}s`
const quoted = (all: readonly string[]) => all.map((one) => `“${one}”`)
const or = new Intl.ListFormat('en', { type: 'disjunction' })
const and = new Intl.ListFormat('en', { type: 'conjunction' })

/** For which cases a playbook is proposed, as a sentence. */
export function triggerWords({ kinds, patterns, systems, controls, words }: PlaybookRow['when']): string {
  const marks = [
    words.length > 0 && `say ${or.format(quoted(words))}`,
    controls.length > 0 && `in which ${or.format(controls)} did not hold`,
    systems.length > 0 && `are of the system ${or.format(systems)}`,
    patterns.length > 0 && `are of the pattern ${or.format(quoted(patterns))}`,
  ].filter((mark) => mark !== false)
  if (marks.length === 0) return 'Proposed for no case by itself: it names no words, controls, systems or patterns.'
  const of = kinds.length === 0 ? 'cases' : and.format(kinds.map(plural))
  const [first, ...rest] = marks.map((mark) => (mark.startsWith('in which') ? mark : `that ${mark}`))
  return `Proposed for ${of} ${[first, ...rest].join(', or ')}.`
}
