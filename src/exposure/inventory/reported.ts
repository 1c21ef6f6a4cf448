import type { Component, ImportedInventory, ReportedFinding, ReportedVulnerability } from '#core/vocabulary'
import { reporterOf } from './tool-name.ts'

/** The vulnerabilities that a report states of components, by the ref that the caller gives a component; `undefined` where the file is no report. */
export function reportedVulnerabilities(
  inventory: Pick<ImportedInventory, 'importer' | 'tool' | 'findings'>,
  refOf: (component: Component) => string,
): ReportedVulnerability[] | undefined {
  const tool = reporterOf(inventory)
  return inventory.findings?.flatMap((finding) =>
    isOfComponent(finding) && finding.component ? [vulnerabilityOf(tool, finding, refOf(finding.component))] : [],
  )
}

/** Vulnerabilities of components join our own matches; everything else is a finding of the asset itself. */
export function isOfComponent({ kind, component }: ReportedFinding): boolean {
  return kind === 'vulnerability' && component !== undefined
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
