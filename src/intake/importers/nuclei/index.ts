import type { Importer, Sample } from '../contract.ts'

/** nuclei's results: what a template found at an address. Requests, responses and extracted values are never taken. */
export const nuclei: Importer = {
  id: 'nuclei',
  title: 'nuclei',
  kind: 'report',
  evidence: 'report',
  formats: 'JSON lines and JSON',
  files: ['nuclei.json', 'nuclei.jsonl', '*.nuclei.json', '*.nuclei.jsonl'],
  recognises: looksLikeNuclei,
  read: async (input) => (await import('./read.ts')).readNuclei(input),
}

function looksLikeNuclei({ head, name }: Sample): boolean {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (/^\s*\[?\s*\{/.test(text) && /"(?:template-id|templateID)"\s*:/.test(text)) return true
  return /^\s*[[{]/.test(text) && /^nuclei.*\.jsonl?$|\.nuclei\.jsonl?$/.test(name)
}
