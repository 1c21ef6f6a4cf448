import type { FindingRow } from '#contract'
import type { FindingClaim } from '#views/finding-claims'
import { elementsOf } from './table.ts'

/** A person's ruling in CycloneDX's impact states; an accepted finding stays exploitable. */
const ruled: Readonly<Record<NonNullable<FindingClaim['ruling']>['status'], string>> = {
  'false-positive': 'false_positive',
  'not-affected': 'not_affected',
  accepted: 'exploitable',
}

/** Where nobody ruled: what matching says. What it only thinks likely waits for a person. */
const judged: Readonly<Record<FindingRow['verdict'], string>> = {
  affected: 'exploitable',
  'likely-affected': 'in_triage',
  'likely-fixed': 'in_triage',
  'not-affected': 'not_affected',
  unknown: 'in_triage',
}

/** OpenVEX justifications in CycloneDX's words. */
const justifications: Readonly<Record<string, string>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_environment',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
}

interface Component {
  'bom-ref': string
  [word: string]: unknown
}

/** A list of findings as a CycloneDX 1.6 VEX document, in parts; components come last, once all are known. */
export async function* cyclonedxVexOf(
  pages: AsyncIterable<readonly FindingClaim[]>,
  { toolVersion, at, subject }: { toolVersion: string; at: string; subject: string },
): AsyncGenerator<string> {
  const components = new Map<string, Component>()
  const metadata = {
    timestamp: at,
    tools: { components: [{ type: 'application', name: 'Lunette', version: toolVersion }] },
    component: { type: 'application', name: subject },
  }
  yield `{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,"metadata":${JSON.stringify(metadata)},"vulnerabilities":[\n`
  yield* elementsOf(vulnerabilities(pages), (claim) => {
    const affected = componentsOf(claim)
    for (const component of affected) components.set(component['bom-ref'], component)
    return vulnerabilityOf(
      claim,
      affected.map((component) => component['bom-ref']),
    )
  })
  yield `\n],"components":${JSON.stringify([...components.values()])}}\n`
}

/** VEX speaks of vulnerabilities; what fails another tool's rule has no place in it. */
async function* vulnerabilities(
  pages: AsyncIterable<readonly FindingClaim[]>,
): AsyncGenerator<readonly FindingClaim[]> {
  for await (const page of pages) yield page.filter(({ vulnerabilityId }) => vulnerabilityId !== null)
}

/** One for each version that matches. */
function componentsOf(claim: FindingClaim): Component[] {
  const { version, otherVersions } = claim.component
  return [version, ...otherVersions].map((one) => componentOf(claim, one))
}

/** The same software on two assets is two components: what is said of one need not hold for the other. */
function componentOf({ asset, component, componentKey }: FindingClaim, version: string | null): Component {
  const { name } = component
  const isPurl = componentKey.startsWith('pkg:')
  return {
    'bom-ref': `${asset.id}/${componentKey}@${version ?? ''}`,
    type: 'library',
    name,
    ...(version && { version }),
    ...(isPurl && { purl: version ? withVersion(componentKey, version) : componentKey }),
    ...(componentKey.startsWith('cpe:') && { cpe: componentKey }),
    properties: [{ name: 'lunette:asset', value: asset.name }],
  }
}

/** The version stands before qualifiers and subpath. */
function withVersion(purl: string, version: string): string {
  return purl.replace(/^[^?#]*/, (head) => `${head}@${encodeURIComponent(version)}`)
}

function vulnerabilityOf(claim: FindingClaim, refs: readonly string[]): object {
  return {
    'bom-ref': claim.id,
    id: claim.vulnerabilityId ?? claim.title,
    description: claim.title,
    ...(claim.cvss !== null && { ratings: [{ score: claim.cvss, method: 'other' }] }),
    ...(claim.fixedVersion && { recommendation: `Upgrade to ${claim.fixedVersion}` }),
    analysis: analysisOf(claim),
    affects: refs.map((ref) => ({ ref })),
    properties: [
      { name: 'lunette:verdict', value: claim.verdict },
      { name: 'lunette:decision', value: claim.outcomeLabel },
      { name: 'lunette:state', value: claim.state },
    ],
  }
}

function analysisOf({ ruling, state, verdict, fixState, why }: FindingClaim): object {
  if (state === 'resolved') return { state: 'resolved', detail: why }
  if (!ruling) {
    const response = fixState === 'fixed' ? ['update'] : fixState === 'wont-fix' ? ['will_not_fix'] : []
    return { state: judged[verdict], response, detail: why }
  }
  const justification = justifications[ruling.justification ?? '']
  return {
    state: ruled[ruling.status],
    ...(ruling.status === 'not-affected' && justification && { justification }),
    ...(ruling.status === 'accepted' && { response: ['will_not_fix'] }),
    detail: ruling.reason,
  }
}
