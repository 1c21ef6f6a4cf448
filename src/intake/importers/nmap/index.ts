import type { Importer, Sample } from '../contract.ts'

/** nmap's XML: hosts, open ports, the services behind them by their CPEs, and what vulnerability scripts say of them. */
export const nmap: Importer = {
  id: 'nmap',
  title: 'nmap',
  kind: 'report',
  evidence: 'banner',
  formats: 'XML (`nmap -oX`)',
  files: ['nmap.xml', '*.nmap.xml'],
  recognises: looksLikeNmap,
  read: async (input) => (await import('./read.ts')).readNmap(input),
}

function looksLikeNmap({ head, name }: Sample): boolean {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (!/^\s*</.test(text)) return false
  return /<nmaprun[\s>]/.test(text) || /^nmap.*\.xml$|\.nmap\.xml$/.test(name)
}
