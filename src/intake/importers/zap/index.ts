import type { Importer, Sample } from '../contract.ts'

/** ZAP's XML report: alerts of a site. Requests, responses, attacks and evidence are never taken. */
export const zap: Importer = {
  id: 'zap',
  title: 'ZAP',
  kind: 'report',
  evidence: 'report',
  formats: 'XML',
  files: ['zap.xml', '*.zap.xml'],
  recognises: looksLikeZap,
  read: async (input) => (await import('./read.ts')).readZap(input),
}

function looksLikeZap({ head, name }: Sample): boolean {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  return /^\s*</.test(text) && (/<OWASPZAPReport[\s>]/.test(text) || /^zap.*\.xml$|\.zap\.xml$/.test(name))
}
