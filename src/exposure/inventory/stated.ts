import type { ImportedInventory, ReportedFinding, ReportedPlace, StatedFinding } from '#core/vocabulary'
import { isOfComponent } from './reported.ts'
import { reporterOf } from './tool-name.ts'

const MAX_LINES = 50
const MAX_FINGERPRINTS = 50
const MAX_LOCATION = 700

/**
 * What a report says of the asset itself, each finding once; `undefined` where the file is no report.
 * @param host the asset's own name: places on it need not say it
 */
export function statedFindings(
  inventory: Pick<ImportedInventory, 'importer' | 'tool' | 'findings'>,
  host: string,
): StatedFinding[] | undefined {
  if (!inventory.findings) return undefined
  const tool = reporterOf(inventory)
  const found = new Map<string, StatedFinding>()
  for (const finding of inventory.findings) {
    if (isOfComponent(finding)) continue
    const stated = statedOf(finding, tool, host)
    const key = [stated.kind, stated.ruleId, stated.location].join('\n')
    const known = found.get(key)
    found.set(key, known ? joined(known, stated) : stated)
  }
  return [...found.values()]
}

function statedOf(finding: ReportedFinding, tool: string, host: string): StatedFinding {
  const { kind, ruleId, title, description, severity, severityWord, component, place, aspect } = finding
  const { vulnerabilityIds, cwes, state, stateReason, references, remedy, fingerprint } = finding
  return {
    kind,
    tool,
    ruleId,
    location: [locationOf(place, host), aspect].filter(Boolean).join(' · ').slice(0, MAX_LOCATION),
    title,
    ...(description ? { description } : {}),
    ...(severity ? { severity } : {}),
    ...(severityWord ? { severityWord } : {}),
    vulnerabilityIds,
    cwes,
    ...(component && {
      software: { name: component.name, ...(component.version ? { version: component.version } : {}) },
    }),
    lines: place.line ? [place.line] : [],
    state,
    ...(stateReason ? { stateReason } : {}),
    references,
    ...(remedy ? { remedy } : {}),
    ...(fingerprint ? { fingerprints: [fingerprint] } : {}),
  }
}

/** A path, an address, or a port; without a line, which moves while the finding stays. */
function locationOf({ path, url, host, port, protocol }: ReportedPlace, own: string): string {
  if (path) return path
  if (url) return url
  const listening = port === undefined ? '' : `${protocol ?? 'tcp'}/${port}`
  return host === undefined || host === own ? listening : [host, listening].filter(Boolean).join(' ')
}

/** Several of one rule in one file are one finding with all its lines; it is open as long as one of them is. */
function joined(known: StatedFinding, other: StatedFinding): StatedFinding {
  const lines = [...new Set([...known.lines, ...other.lines])].sort((a, b) => a - b).slice(0, MAX_LINES)
  const [one, two] = known.state !== 'open' && other.state === 'open' ? [other, known] : [known, other]
  const fingerprints = joinedFingerprints(one, two)
  return { ...one, lines, ...(fingerprints.length > 0 ? { fingerprints } : {}) }
}

/** Of what is open, where one of them is: what the tool suppresses is no evidence. */
function joinedFingerprints(one: StatedFinding, two: StatedFinding): string[] {
  const said = one.state === two.state ? [one, two] : [one]
  return [...new Set(said.flatMap(({ fingerprints = [] }) => fingerprints))].sort().slice(0, MAX_FINGERPRINTS)
}
