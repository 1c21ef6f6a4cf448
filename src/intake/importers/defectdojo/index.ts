import type { Importer, Sample } from '../contract.ts'
import { isHeader } from './csv-row.ts'

/** DefectDojo's generic findings, the form that scripts write which no format of their own exists for. */
export const defectdojo: Importer = {
  id: 'defectdojo',
  title: 'DefectDojo generic findings',
  kind: 'report',
  evidence: 'report',
  formats: 'JSON and CSV',
  files: ['*.defectdojo.json', '*.defectdojo.csv'],
  recognises: looksLikeFindings,
  read: async (input) => (await import('./read.ts')).readFindings(input),
}

/** Many tools call their list `findings`; here each has a title and a severity in small letters, or there are none. */
function looksLikeFindings({ head, name }: Sample): boolean {
  const text = head.toString('utf8').replace(/^\ufeff/, '')
  if (/\.defectdojo\.(?:json|csv)$/.test(name)) return /^\s*\{/.test(text) === name.endsWith('.json')
  if (/^\s*\{/.test(text)) return isList(text)
  return isHeader(text)
}

const wrappers =
  /^\s*\{\s*(?:"(?:name|type|version|description|static_tool|dynamic_tool|soc)"\s*:\s*(?:"(?:[^"\\]|\\.){0,1000}"|true|false|null)\s*,\s*)*"findings"\s*:\s*\[\s*/

function isList(text: string): boolean {
  const start = wrappers.exec(text)?.[0]
  if (start === undefined) return false
  const first = text.slice(start.length)
  if (first.startsWith(']')) return true
  return (
    first.startsWith('{') &&
    /"title"\s*:/.test(first) &&
    /"severity"\s*:\s*"(?:Critical|High|Medium|Low|Info)"/i.test(first)
  )
}
