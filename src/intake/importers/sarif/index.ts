import type { Importer, Sample } from '../contract.ts'

/** SARIF 2.1.0: what analysis tools find in code, configuration, images and at addresses. */
export const sarif: Importer = {
  id: 'sarif',
  title: 'SARIF',
  kind: 'report',
  evidence: 'report',
  formats: 'JSON, 2.1.0',
  files: ['*.sarif', '*.sarif.json'],
  recognises: looksLikeSarif,
  read: async (input) => (await import('./read.ts')).readSarif(input),
}

function looksLikeSarif({ head, name }: Sample): boolean {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (!/^\s*\{/.test(text)) return false
  if (/"\$schema"\s*:\s*"[^"]{0,300}sarif/i.test(text) || /\.sarif(?:\.json)?$/i.test(name)) return true
  return /"version"\s*:\s*"2\.1\.0"/.test(text) && /"runs"\s*:\s*\[/.test(text)
}
