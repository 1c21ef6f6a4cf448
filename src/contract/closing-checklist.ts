import type { CaseDetail, CaseRow } from './assurance-cases.ts'
import { counted } from './fix-words.ts'

/** What closing asks of one safeguard that failed. */
type Missing = Exclude<CaseDetail['missing'][number]['what'], 'barriers' | 'duties'>

/** What one failed barrier needs, in the order in which it is mostly got. */
const proofs: readonly { what: Missing; words: string }[] = [
  { what: 'change', words: 'Something was changed because of it' },
  { what: 'failed-before', words: 'A regression case failed before the change' },
  { what: 'passes-after', words: 'The same case passes in its newest run since' },
  { what: 'live-probe', words: 'A probe has shown the control alive since' },
  { what: 'owner', words: 'Somebody answers for the change' },
  { what: 'next-review', words: 'Its next review is planned' },
]

/** How much is missing, counted as the API lists it, and what cannot be there before a change is. `undefined`: nothing is. */
export function missingWords(missing: CaseDetail['missing']): string | undefined {
  if (missing.length === 0) return undefined
  const waiting = waitingFor(missing)
  const waits = waiting === 0 ? '' : `, and ${waiting} more wait for a change`
  return `${counted(missing.length, 'proof')} ${missing.length === 1 ? 'is' : 'are'} missing before it may be closed${waits}`
}

/** How the button that closes it says the same while something is missing. */
export function missingCount(missing: CaseDetail['missing']): string {
  const waiting = waitingFor(missing)
  return `${missing.length.toLocaleString()} missing${waiting === 0 ? '' : `, ${waiting.toLocaleString()} more wait`}`
}

/** Proofs that cannot be there before a change is. */
function waitingFor(missing: CaseDetail['missing']): number {
  return missing.filter(({ what }) => what === 'change').length * (proofs.length - 1)
}

/** How a case was closed whose proof does not hold by the rule of today. */
export function unheldHead(unheld: CaseRow['unheld']): string {
  return unheld.some(({ isEarlierRule }) => isEarlierRule)
    ? 'Closed by an earlier rule; its proof does not hold by the one of today'
    : 'Closed; its proof does not hold any more, because of a run that was taken in later'
}

/** The same with what the proof lacks, as lists say it. `undefined`: it holds, or the case is open. */
export function unheldWords({ unheld }: Pick<CaseRow, 'unheld'>): string | undefined {
  return unheld.length === 0 ? undefined : `${unheldHead(unheld)}: ${unheld.map(({ sentence }) => sentence).join('; ')}`
}

/** Where a probe is from, and who recorded it: told once where both are the same. */
export function seenBy({ source, recordedBy }: { source: string; recordedBy: string | null }): string {
  return recordedBy === null || source.endsWith(recordedBy) ? source : `${source}, by ${recordedBy}`
}

/** One proof of the checklist. */
export interface Proof {
  what: Missing
  words: string
  state: 'there' | 'missing' | 'waits'
  /** Of what is missing: why, and what to do. */
  sentence: string | undefined
}

/** The checklist of one control: what is there, what is missing, and what waits for the change to be named. */
export function checklistOf(control: string, missing: readonly CaseDetail['missing'][number][]): Proof[] {
  const own = missing.filter(({ controlId }) => controlId === control)
  const noChange = own.some(({ what }) => what === 'change')
  return proofs.map(({ what, words }) => {
    const found = own.find((one) => one.what === what)
    const state = found ? 'missing' : noChange ? 'waits' : 'there'
    return { what, words, state, sentence: found?.lacks }
  })
}
