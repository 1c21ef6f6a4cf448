import type { Component, ImportedInventory, ReportedFinding, ReportedVulnerability } from '#core/vocabulary'

/**
 * The vulnerabilities that a report states of components, by the ref that the caller gives a component; `undefined`
 * where the file is no report. Other findings (configuration, secrets, places without a component) are `left`.
 */
export function reportedVulnerabilities(
  { importer, findings }: Pick<ImportedInventory, 'importer' | 'findings'>,
  refOf: (component: Component) => string,
): { taken: ReportedVulnerability[]; left: ReportedFinding[] } | undefined {
  if (!findings) return undefined
  const taken: ReportedVulnerability[] = []
  const left: ReportedFinding[] = []
  for (const finding of findings) {
    if (finding.kind !== 'vulnerability' || !finding.component) left.push(finding)
    else taken.push(vulnerabilityOf(importer, finding, refOf(finding.component)))
  }
  return { taken, left }
}

function vulnerabilityOf(tool: string, finding: ReportedFinding, componentRef: string): ReportedVulnerability {
  const { ruleId, vulnerabilityIds, title, severity, severityWord, fixedVersions, state, stateReason } = finding
  const word = severityWord ?? severity
  return {
    tool,
    componentRef,
    ids: vulnerabilityIds.length > 0 ? vulnerabilityIds : [ruleId],
    title,
    ...(word ? { severity: word } : {}),
    fixedVersions,
    state,
    ...(stateReason ? { stateReason } : {}),
  }
}
