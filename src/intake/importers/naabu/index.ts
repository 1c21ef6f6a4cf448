import type { Importer, Sample } from '../contract.ts'

/** naabu's open ports, with the name that was asked where it was one. */
export const naabu: Importer = {
  id: 'naabu',
  title: 'naabu',
  kind: 'report',
  evidence: 'report',
  formats: 'JSON lines (`-json`), CSV (`-csv`) and `host:port` lines in a file called naabu.txt',
  files: [
    'naabu.json',
    'naabu.jsonl',
    'naabu.csv',
    'naabu.txt',
    '*.naabu.json',
    '*.naabu.jsonl',
    '*.naabu.csv',
    '*.naabu.txt',
  ],
  recognises: looksLikeNaabu,
  read: async (input) => (await import('./read.ts')).readNaabu(input),
}

function looksLikeNaabu({ head, name }: Sample): boolean {
  const text = head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  const [first = ''] = text.trimStart().split('\n', 1)
  const isPort = /"port"\s*:\s*(?:\d|\{\s*"Port")/.test(first) && /"ip"\s*:\s*"/.test(first)
  if (/^\{/.test(first) && isPort && !/"(?:template-?id|rec_type|url)"/i.test(first)) return true
  if (/^host,ip,(?:timestamp,)?port\b/i.test(first)) return true
  return /^naabu\.(?:jsonl?|csv|txt)$|\.naabu\.(?:jsonl?|csv|txt)$/.test(name)
}
