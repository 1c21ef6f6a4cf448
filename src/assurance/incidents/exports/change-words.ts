import type { CaseChange } from '../case.ts'
import { line, minute, personOf } from './draft-words.ts'
import type { ExportedCase } from './exported-case.ts'

/** What a measure amounts to: an authority must not take for done what nobody has proven, or what changes nothing. */
export function measureState(
  { id, kind, until }: Pick<CaseChange, 'id' | 'kind' | 'until'>,
  { proven, now }: Pick<ExportedCase, 'proven' | 'now'>,
): string {
  if (kind !== 'exception') return proven.has(id) ? 'proven' : 'not proven yet'
  const ended = until !== null && until < now.slice(0, 10) ? ', which is over' : ''
  return `exception until ${until ?? 'a day that nobody named'}${ended}: nothing was changed`
}

/** One measure as a draft says it: when, for which safeguard, what, how far it is proven, and who answers for it. */
export function measureWords(change: CaseChange, given: ExportedCase): string {
  const { controlId, madeAt, madeBy, owner, what } = change
  const name = line(given.names.get(controlId) ?? controlId)
  const answers = owner === null ? 'nobody is named who answers for it' : `${line(owner)} answers for it`
  return `- ${minute(madeAt)} UTC, ${name}: ${line(what)} (**${measureState(change, given)}**; entered by ${personOf(madeBy)}; ${answers})`
}
