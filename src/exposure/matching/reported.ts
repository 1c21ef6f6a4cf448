import {
  type KnowledgeReader,
  type Match,
  type Reason,
  type ReportedVulnerability,
  reporterName,
  type SourceId,
} from '#core/vocabulary'
import { amended } from './decided-match.ts'
import { compareText, isPositive } from './opinion.ts'

/**
 * Joins what other tools report to our own matches, each as a further voice. What our sources do not say becomes a match
 * on the tool's word; what they deny is told as likely, unless a supplier's VEX statement denies it. A tool's own
 * suppression makes no match and takes none away. Pure, and free of the order of reports.
 */
export function joinReported(
  matches: readonly Match[],
  reported: readonly ReportedVulnerability[],
  knowledge: Pick<KnowledgeReader, 'vulnerability'>,
): Match[] {
  if (reported.length === 0) return [...matches]
  const joined = new Map(matches.map((match) => [keyOf(match), match]))
  for (const { said, vulnerabilityId } of inOrder(reported, knowledge)) {
    const key = keyOf({ componentRef: said.componentRef, vulnerabilityId })
    const known = joined.get(key)
    if (known) joined.set(key, withVoice(known, said, vulnerabilityId))
    else if (said.state === 'open') joined.set(key, matchOf(said, vulnerabilityId))
  }
  return [...joined.values()]
}

interface Voice {
  said: ReportedVulnerability
  vulnerabilityId: string
}

/** Open before suppressed, so that a tool's suppression never keeps another tool's word from being told. */
function inOrder(
  reported: readonly ReportedVulnerability[],
  knowledge: Pick<KnowledgeReader, 'vulnerability'>,
): Voice[] {
  return reported
    .map((said) => ({ said, vulnerabilityId: mergedId(said.ids, knowledge), text: voiceOf(said, '').text }))
    .sort(
      (a, b) =>
        compareText(a.said.state, b.said.state) ||
        compareText(a.said.tool, b.said.tool) ||
        compareText(a.text, b.text) ||
        compareText(a.said.fixedVersions.join(), b.said.fixedVersions.join()),
    )
}

/** The id that the merged vulnerability of these goes by here; what is not known goes by its CVE, else by its first id. */
export function mergedId(ids: readonly string[], knowledge: Pick<KnowledgeReader, 'vulnerability'>): string {
  for (const id of ids) {
    const known = knowledge.vulnerability(id)
    if (known) return known.id
  }
  return ids.find((id) => id.startsWith('CVE-')) ?? ids[0]!
}

function keyOf({ componentRef, vulnerabilityId }: Pick<Match, 'componentRef' | 'vulnerabilityId'>): string {
  return `${componentRef}\n${vulnerabilityId}`
}

function matchOf(said: ReportedVulnerability, vulnerabilityId: string): Match {
  const source: SourceId = said.tool
  return {
    componentRef: said.componentRef,
    vulnerabilityId,
    recordId: vulnerabilityId,
    source,
    records: [{ source, recordId: vulnerabilityId }],
    verdict: 'affected',
    method: 'reported',
    fixedVersions: said.fixedVersions,
    fixState: said.fixedVersions.length > 0 ? 'fixed' : 'unknown',
    reasons: [voiceOf(said, vulnerabilityId)],
  }
}

/** The records stay as they are: a ruling that rests on what the sources say is not moved by one more witness. */
function withVoice(match: Match, said: ReportedVulnerability, vulnerabilityId: string): Match {
  const voice = voiceOf(said, vulnerabilityId)
  if (match.reasons.some(({ code, text }) => code === voice.code && text === voice.text)) return match
  const reasons = [...match.reasons, voice]
  const isDenied = !isPositive(match.verdict) && !match.reasons.some(({ code }) => code === 'vex')
  if (!isDenied || said.state !== 'open') return amended(match, { reasons })
  const { fixedVersions, fixState } = matchOf(said, vulnerabilityId)
  return amended(match, { verdict: 'likely-affected', fixedVersions, fixState, reasons })
}

function voiceOf(said: ReportedVulnerability, recordId: string): Reason {
  const { tool, ids, title, severity, state, stateReason } = said
  const verb = state === 'open' ? 'reports' : state === 'fixed' ? 'reports as fixed' : 'suppresses'
  const asWhat = [severity && `severity ${severity}`, stateReason].filter(Boolean).join(', ')
  const text = `${reporterName(tool)} ${verb} ${ids[0]}${asWhat ? ` (${asWhat})` : ''}: ${title}`
  return { code: 'reported', text, source: tool, recordId: recordId || ids[0]! }
}
