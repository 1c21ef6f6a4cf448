import type { Importer, Sample } from '../contract.ts'

/** masscan's open ports in the forms that are its own; its XML is nmap's and read as that. Banners are never taken. */
export const masscan: Importer = {
  id: 'masscan',
  title: 'masscan',
  kind: 'report',
  evidence: 'report',
  formats: 'JSON (`-oJ`, `-oD`), list (`-oL`) and grepable (`-oG`); its XML (`-oX`) as nmap’s',
  files: ['masscan.json', 'masscan.txt', 'masscan.list', '*.masscan.json', '*.masscan.txt'],
  recognises: looksLikeMasscan,
  read: async (input) => (await import('./read.ts')).readMasscan(input),
}

function looksLikeMasscan({ head, name }: Sample): boolean {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  if (/^\s*\[?[\s,]*\{\s*"ip"\s*:\s*"[^"]{1,60}"\s*,\s*"timestamp"\s*:\s*"\d+"\s*,\s*"ports?"\s*:/.test(text))
    return true
  if (/^\s*#\s?masscan\b/i.test(text)) return true
  return /^masscan\.(?:json|txt|list)$|\.masscan\.(?:json|txt)$/.test(name) && !/^\s*</.test(text)
}
