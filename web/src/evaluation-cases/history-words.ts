import type { CaseHistoryDetail, CaseSightingRow } from '@contract/evaluation-history.ts'
import { counted } from '@contract/fix-words.ts'
import { hundredths } from '../assurance/comparison-words.ts'

type Flaky = { attempts: number; passed: number; disagreement: number }

/** The sentence people come for: how it ended last, and whether that can be relied on. */
export function answerOf({ sightings, flakiness }: Pick<CaseHistoryDetail, 'sightings' | 'flakiness'>): string {
  const [newest] = sightings
  if (!newest) return 'No run had this case'
  const now = {
    pass: 'Passes in its newest run',
    fail: 'Fails in its newest run',
    insufficient: 'Has no verdict in its newest run',
  }[newest.result]
  return flakiness ? `${now}, and is flaky` : `${now}${sinceWords(sightings)}`
}

function sinceWords(sightings: readonly CaseSightingRow[]): string {
  const judged = sightings.filter(({ result }) => result !== 'insufficient')
  const same = judged.findIndex(({ result }) => result !== judged[0]!.result)
  if (judged.length < 2 || judged[0] !== sightings[0]) return ''
  if (same === -1) return `, as in all ${judged.length.toLocaleString()} of them`
  return same === 1 ? ', and did not in the one before' : `, and in the last ${same.toLocaleString()}`
}

/** How far it contradicts itself, in words with the counts behind it. */
export function flakyWords({ attempts, passed, disagreement }: Flaky): string {
  return `${passed.toLocaleString()} of ${counted(attempts, 'try', 'tries')} passed though nothing was changed: two tries differ in ${hundredths(disagreement)} of 100 pairs`
}

export const turnWords: Readonly<Record<NonNullable<CaseSightingRow['turn']>, string>> = {
  broke: 'broke here',
  mended: 'mended here',
  flipped: 'flipped, same version',
}

export const resultLooks = {
  fail: ['✕', 'failed', 'text-now'],
  insufficient: ['?', 'no verdict', 'text-soon'],
  pass: ['✓', 'passed', 'text-holding'],
} as const

/** Tries with a verdict that passed; nothing where there was one only. */
export function triesWords({ attempts, open, passed }: Pick<CaseSightingRow, 'attempts' | 'open' | 'passed'>): string {
  const judged = attempts - open
  const without = open > 0 && attempts > 1 ? `${open.toLocaleString()} without a verdict` : ''
  const words = judged > 1 ? `${passed.toLocaleString()} of ${judged.toLocaleString()} tries passed` : ''
  return [words, without].filter((part) => part !== '').join(', ')
}
