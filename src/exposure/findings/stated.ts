import { type CvssSeverity, type Priority, type Reason, reporterName, type SeenStated } from '#core/vocabulary'
import { type FindingDraft, isKnownExploited } from './draft.ts'
import { evidenceOfVoices } from './evidence.ts'
import { findingId } from './identity.ts'

/** What tools state of one thing, with its decision. */
export interface JudgedStated {
  /** Open voices of one finding, one at least. */
  voices: readonly SeenStated[]
  /** Where it is a vulnerability, seen at a place of the asset. */
  vulnerabilityId: string | null
  title: string | undefined
  aliases: readonly string[]
  priority: Priority
  rank: number
}

/** A finding without a component, on one or several tools' word. */
export interface StatedDraft extends FindingDraft {
  kind: SeenStated['kind']
  /** Tool and rule; a vulnerability has none. */
  ruleId: string | null
  severity: string | null
  firstSeen: string
  lastSeen: string
}

const worstFirst: readonly CvssSeverity[] = ['critical', 'high', 'medium', 'low', 'none']

/** A tool's rule as others can name it: rules of two tools may be called alike. */
function ruleOf({ tool, ruleId }: Pick<SeenStated, 'tool' | 'ruleId'>): string {
  return `${tool}:${ruleId}`
}

/** Voices of one finding, in an order of their own. `subjectOf`: the vulnerability, or nothing where it is a rule. */
export function groupStated(
  stated: readonly SeenStated[],
  vulnerabilityOf: (voice: SeenStated) => string | undefined,
): { voices: SeenStated[]; vulnerabilityId: string | null }[] {
  const keyOf = (voice: SeenStated) => [voice.kind, vulnerabilityOf(voice) ?? ruleOf(voice), voice.location].join('\n')
  const open = stated.filter(({ state }) => state === 'open')
  return [...Map.groupBy(open, keyOf).values()].map((voices) => ({
    voices: voices.toSorted(bySeverity),
    vulnerabilityId: vulnerabilityOf(voices[0]!) ?? null,
  }))
}

/** The most severe speaks; what no severity is known of comes before all that have one. */
function bySeverity(a: SeenStated, b: SeenStated): number {
  const place = ({ severity }: SeenStated) => (severity === undefined ? -1 : worstFirst.indexOf(severity))
  return place(a) - place(b) || compareText(voiceText(a), voiceText(b))
}

/** The findings of one asset that rest on tools' words alone. */
export function draftStated(assetId: string, judged: readonly JudgedStated[]): StatedDraft[] {
  return judged.map((one) => draftOf(assetId, one))
}

function draftOf(assetId: string, judged: JudgedStated): StatedDraft {
  const { voices, vulnerabilityId, priority, rank } = judged
  const [voice] = voices as [SeenStated, ...SeenStated[]]
  const rule = ruleOf(voice)
  const subject = vulnerabilityId ?? rule
  return {
    id: findingId({ kind: voice.kind, assetId, subject, componentKey: '', location: voice.location }),
    kind: voice.kind,
    ruleId: vulnerabilityId === null ? rule : null,
    vulnerabilityId: subject,
    componentKey: '',
    location: voice.location,
    title: judged.title ?? voice.title,
    aliases: judged.aliases,
    ecosystem: null,
    componentName: voice.software?.name ?? '',
    componentVersion: voice.software?.version ?? null,
    otherVersions: [],
    fixedVersion: null,
    fixState: 'unknown',
    cvss: priority.cvss?.score ?? null,
    epss: priority.epss?.probability ?? null,
    // A catalogue lists vulnerabilities, whatever is reported of a rule.
    kev: vulnerabilityId !== null && isKnownExploited(priority),
    rank,
    severity: voice.severity ?? voice.severityWord ?? null,
    firstSeen: voices.map(({ firstSeen }) => firstSeen).sort()[0]!,
    lastSeen: voices
      .map(({ lastSeen }) => lastSeen)
      .sort()
      .at(-1)!,
    match: {
      componentRef: '',
      vulnerabilityId: subject,
      recordId: voice.ruleId,
      source: voice.tool,
      records: recordsOf(voices),
      verdict: 'affected',
      method: 'reported',
      fixedVersions: [],
      fixState: 'unknown',
      reasons: [...new Map(voices.flatMap(reasonsOf).map((reason) => [reason.text, reason])).values()],
    },
    evidence: evidenceOfVoices(voices),
    priority,
    components: [],
  }
}

function recordsOf(voices: readonly SeenStated[]): FindingDraft['match']['records'] {
  const records = voices.map(({ tool, ruleId }) => ({ source: tool, recordId: ruleId }))
  return [...new Map(records.map((record) => [`${record.source} ${record.recordId}`, record])).values()]
}

function reasonsOf(voice: SeenStated): Reason[] {
  const { tool, ruleId, description, remedy, references } = voice
  const said = { source: tool, recordId: ruleId }
  return [
    { code: 'reported', text: voiceText(voice), ...said },
    ...(description ? [{ code: 'description', text: description, ...said }] : []),
    ...(remedy ? [{ code: 'remedy', text: remedy, ...said }] : []),
    ...references.slice(0, 5).map((text) => ({ code: 'reference', text, ...said })),
  ]
}

function voiceText(voice: SeenStated): string {
  const { tool, ruleId, title, severity, severityWord, location, lines, cwes, software } = voice
  const asWhat = [severityWord ?? severity].filter(Boolean).map((word) => ` (severity ${word})`)
  const where = [location, lines.length > 0 && `line ${lines.join(', ')}`].filter(Boolean).join(', ')
  const what = [software?.name, software?.version].filter(Boolean).join(' ')
  const text = `${reporterName(tool)} reports ${ruleId}${asWhat.join('')}: ${title}`
  return [text, where && `at ${where}`, what && `in ${what}`, cwes.join(', ')].filter(Boolean).join('; ')
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
