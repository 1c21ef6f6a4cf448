import type { FindingRow } from '#contract'
import { versionWords } from '#core/version-words'
import { elementsOf } from './table.ts'

const levels: Readonly<Record<FindingRow['urgency'], 'error' | 'warning' | 'note'>> = {
  now: 'error',
  soon: 'warning',
  scheduled: 'warning',
  defer: 'note',
}

/** A list of findings as a SARIF 2.1.0 log (OASIS), in parts: the rules, one a vulnerability or another tool's rule, are known at its end. */
export async function* sarifOf(
  pages: AsyncIterable<readonly FindingRow[]>,
  toolVersion: string,
): AsyncGenerator<string> {
  const rules = new Map<string, object>()
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"results":[\n'
  yield* elementsOf(pages, (finding) => {
    const rule = ruleIdOf(finding)
    if (!rules.has(rule)) rules.set(rule, ruleOf(finding))
    return resultOf(finding)
  })
  const driver = { name: 'Lunette', version: toolVersion, rules: [...rules.values()] }
  yield `\n],"tool":${JSON.stringify({ driver })}}]}\n`
}

function ruleIdOf({ vulnerabilityId, ruleId, kind }: FindingRow): string {
  return vulnerabilityId ?? ruleId ?? kind
}

function ruleOf(finding: FindingRow): object {
  return {
    id: ruleIdOf(finding),
    shortDescription: { text: finding.title },
    properties: {
      tags: ['security', finding.kind],
      ...(finding.cvss !== null && { 'security-severity': finding.cvss.toFixed(1) }),
    },
  }
}

function resultOf(finding: FindingRow): object {
  const { asset, fixedVersion } = finding
  const name = nameOf(finding)
  return {
    ruleId: ruleIdOf(finding),
    level: levels[finding.urgency],
    message: {
      text: `${name} on ${asset.name}: ${finding.outcomeLabel} (${finding.why}).${fixedVersion ? ` Fixed in ${fixedVersion}.` : ''}`,
    },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: encodeURIComponent(asset.name) } },
        logicalLocations: [{ fullyQualifiedName: `${asset.name} ${name}` }],
      },
    ],
    partialFingerprints: { 'lunette/finding': finding.id },
    ...(finding.state === 'suppressed' && { suppressions: [{ kind: 'external', status: 'accepted' }] }),
    properties: {
      verdict: finding.verdict,
      method: finding.method,
      urgency: finding.urgency,
      ...(finding.severity !== null && { statedSeverity: finding.severity }),
      basis: finding.basis,
      exposure: asset.exposure,
      state: finding.state,
      ...(finding.epss !== null && { epss: finding.epss }),
    },
  }
}

/** The component with its version; where it is in none, what is wrong and where. */
function nameOf({ component, title, location }: FindingRow): string {
  if (component.name === '') return location ? `${title} at ${location}` : title
  const versions = versionWords(component.version, component.otherVersions)
  return versions ? `${component.name} ${versions}` : component.name
}
