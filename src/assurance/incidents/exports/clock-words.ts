import { line, minute, personOf } from './draft-words.ts'
import type { ExportedClock } from './exported-case.ts'

/**
 * One duty to report as a draft says it. Whether it applies is a person's to say: what nobody judged is proposed, with whom
 * it binds and upon what, and no due time of it is a fact.
 */
export function clockWords({ rule, state, saidBy, note, due, startedAt, filedAt }: ExportedClock): string {
  const head = `- ${rule.name} (${rule.source}), to the ${rule.recipient}:`
  const said = saidBy === null ? '' : `, says ${personOf(saidBy)}`
  const because = note ? `: ${line(note)}` : ''
  const clock = `began ${minute(startedAt)} UTC, due ${minute(due)} UTC`
  if (state === 'filed') return `${head} sent ${minute(filedAt ?? due)} UTC${said}${because}; ${clock}`
  if (state === 'open') return `${head} it applies${said}${because}; ${clock}`
  if (state === 'not-applicable') return `${head} it does not apply${said}${because}`
  return [
    `${head} **proposed, not confirmed by anybody of you.** It binds the ${rule.role}, upon ${rule.trigger}.`,
    `If it applies, its clock ${clock}.`,
    `The rule was read from the text by ${rule.verifiedBy} on ${rule.verifiedOn}; verify it.`,
    ...(rule.note ? [rule.note] : []),
  ].join(' ')
}
