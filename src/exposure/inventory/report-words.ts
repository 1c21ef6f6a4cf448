import { firstSentence } from '#core/kernel'
import type { CvssSeverity, ImportedInventory, ReportedFacts, ReportedFinding, ReportedWords } from '#core/vocabulary'
import { reporterOf } from './tool-name.ts'

const MAX_DESCRIPTION = 2_000
/** Of a title made of the description. */
const MAX_TITLE = 160
const MAX_REFERENCES = 20
const MAX_IDS = 20
const MAX_SEVERITIES = 20

/**
 * What a report says of each vulnerability itself, put together from all the places it finds it in: every score, the
 * earliest day, the newest probability, the listing that any of them names. Those it says nothing of are left out.
 */
export function reportWords(inventory: Pick<ImportedInventory, 'importer' | 'tool' | 'findings'>): ReportedWords[] {
  const tool = reporterOf(inventory)
  // The same vulnerability in a hundred packages is mostly told in the same words: those are put together once.
  const said = new Map<string, { words: ReportedWords; text: string }>()
  for (const finding of inventory.findings ?? []) {
    if (finding.kind !== 'vulnerability' || !saysSomething(finding)) continue
    const words = wordsOf(finding, tool)
    const name = words.ids[0]!
    const text = JSON.stringify(words)
    const known = said.get(name)
    if (known?.text === text) continue
    said.set(name, { words: known ? joined(known.words, words) : words, text })
  }
  return [...said.values()].map(({ words }) => words)
}

function saysSomething({ facts, description, severity }: ReportedFinding): boolean {
  return facts !== undefined || severity !== undefined || Boolean(description)
}

function wordsOf(finding: ReportedFinding, tool: string): ReportedWords {
  const { ruleId, vulnerabilityIds, title, references, facts, severity, component } = finding
  const description = tellsNothing.test(finding.description ?? '') ? undefined : finding.description
  const ids = vulnerabilityIds.length > 0 ? vulnerabilityIds : [ruleId]
  const name = ids.find((id) => id.startsWith('CVE-')) ?? ids[0]!
  // Where a tool has no title, the importer names the component.
  const isOwn = title !== ruleId && title !== `${ruleId} in ${component?.name}`
  const called = isOwn ? title : firstSentence(description, MAX_TITLE)
  return {
    tool,
    ids: [...new Set([name, ...ids])].slice(0, MAX_IDS),
    ...(called ? { title: called } : {}),
    ...(description ? { description: description.slice(0, MAX_DESCRIPTION) } : {}),
    references: references.slice(0, MAX_REFERENCES),
    facts: { ...facts, ...(severity && { severity }) },
  }
}

/** What databases write where they have no description. */
const tellsNothing = /^no description (?:is )?(?:available|provided)\b.{0,40}$/i

function joined(known: ReportedWords, more: ReportedWords): ReportedWords {
  const title = known.title ?? more.title
  const description = known.description ?? more.description
  return {
    tool: known.tool,
    ids: [...new Set([...known.ids, ...more.ids])].slice(0, MAX_IDS),
    ...(title ? { title } : {}),
    ...(description ? { description } : {}),
    references: [...new Set([...known.references, ...more.references])].slice(0, MAX_REFERENCES),
    facts: joinedFacts([known.facts, more.facts]),
  }
}

/** Facts of one vulnerability from several places or reports: what is worse is kept, in whatever order they come. */
export function joinedFacts(all: readonly ReportedFacts[]): ReportedFacts {
  const severities = distinctSeverities(all)
  const published = earliest(all.map((one) => one.published))
  const [kev] = all.flatMap((one) => one.kev ?? []).toSorted((a, b) => compare(a.dateAdded, b.dateAdded))
  const [epss] = all
    .flatMap((one) => one.epss ?? [])
    .toSorted((a, b) => compare(b.date, a.date) || b.probability - a.probability)
  const severity = worstFirst.find((word) => all.some((one) => one.severity === word))
  const notInKev = kev
    ? undefined
    : all
        .flatMap((one) => one.notInKev ?? [])
        .toSorted()
        .at(-1)
  return {
    ...(published && { published }),
    ...(severities.length > 0 && { severities }),
    ...(epss && { epss }),
    ...(severity && { severity }),
    ...(kev && { kev }),
    ...(notInKev && { notInKev }),
  }
}

const worstFirst: readonly CvssSeverity[] = ['critical', 'high', 'medium', 'low', 'none']

function distinctSeverities(all: readonly ReportedFacts[]) {
  const severities = all.flatMap((one) => one.severities ?? [])
  const byName = new Map(severities.map((one) => [`${one.by} ${one.vector}`, one]))
  return [...byName]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([, one]) => one)
    .slice(0, MAX_SEVERITIES)
}

function earliest(days: readonly (string | undefined)[]): string | undefined {
  return days.flatMap((day) => day ?? []).toSorted()[0]
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
