import type { Importer, Sample } from '../contract.ts'

/** Grype's JSON report: matched packages, and those its rules or VEX documents took out. */
export const grype: Importer = {
  id: 'grype',
  title: 'Grype',
  kind: 'report',
  evidence: 'report',
  formats: 'JSON',
  files: ['grype.json', '*.grype.json', 'grype-report.json'],
  recognises: looksLikeGrype,
  read: async (input) => (await import('./read.ts')).readGrype(input),
}

function looksLikeGrype({ head, name }: Sample): boolean {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (/^\s*\{\s*"matches"\s*:/.test(text)) return true
  return /^\s*\{/.test(text) && /^grype.*\.json$|\.grype\.json$/.test(name)
}
