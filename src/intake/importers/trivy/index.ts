import type { Importer, Sample } from '../contract.ts'

/** Trivy's JSON report: packages, vulnerabilities, misconfigurations, licences and secrets (masked by Trivy, and never kept). */
export const trivy: Importer = {
  id: 'trivy',
  title: 'Trivy',
  kind: 'report',
  evidence: 'report',
  formats: 'JSON, schema 2 and the list of targets before it',
  files: ['trivy.json', '*.trivy.json', 'trivy-report.json'],
  recognises: looksLikeTrivy,
  read: async (input) => (await import('./read.ts')).readTrivy(input),
}

function looksLikeTrivy({ head, name }: Sample): boolean {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (/^\s*\{/.test(text))
    return /"SchemaVersion"\s*:/.test(text) && /"Artifact(?:Name|Type)"\s*:|"Results"\s*:/.test(text)
  if (/^\s*\[\s*\{\s*"Target"\s*:/.test(text)) return true
  return /^trivy.*\.json$|\.trivy\.json$/.test(name)
}
