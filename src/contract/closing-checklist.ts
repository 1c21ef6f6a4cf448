import type { CaseDetail } from './assurance-cases.ts'

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

/** Without a change there is none of the proofs that wait for it. */
export function countMissing(missing: CaseDetail['missing']): number {
  return missing.reduce((sum, { what }) => sum + (what === 'change' ? proofs.length : 1), 0)
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
export function checklistOf(control: string, missing: CaseDetail['missing']): Proof[] {
  const own = missing.filter(({ controlId }) => controlId === control)
  const noChange = own.some(({ what }) => what === 'change')
  return proofs.map(({ what, words }) => {
    const found = own.find((one) => one.what === what)
    const state = found ? 'missing' : noChange ? 'waits' : 'there'
    // It stands under the name of the control.
    return { what, words, state, sentence: found?.sentence.replace(`${control}: `, '') }
  })
}
