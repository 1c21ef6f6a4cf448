import type { JsonObject } from '../shared/input/json-value.ts'

/** Columns of DefectDojo's CSV by the field of its JSON that says the same. */
const columns: Readonly<Record<string, string>> = {
  date: 'date',
  title: 'title',
  cweid: 'cwe',
  cwe: 'cwe',
  url: 'endpoint',
  severity: 'severity',
  description: 'description',
  mitigation: 'mitigation',
  references: 'references',
  active: 'active',
  verified: 'verified',
  falsepositive: 'false_p',
  duplicate: 'duplicate',
  ismitigated: 'is_mitigated',
  cve: 'cve',
  vulnerabilityid: 'cve',
  cvssv3: 'cvssv3',
  cvssv3score: 'cvssv3_score',
  componentname: 'component_name',
  componentversion: 'component_version',
  filepath: 'file_path',
  line: 'line',
  vulnidfromtool: 'vuln_id_from_tool',
  fixversion: 'fix_version',
}

/** Columns that hardly another tool's table has beside a title and a severity. */
const telling = ['cweid', 'url', 'mitigation', 'impact', 'active', 'verified', 'falsepositive', 'duplicate']

/** True when a text starts with the header of DefectDojo's CSV. */
export function isHeader(text: string): boolean {
  const [first = ''] = text.slice(0, 4_000).split(/\r?\n/)
  const names = new Set(first.split(/[,;]/).map(plainName))
  return names.has('title') && names.has('severity') && telling.filter((name) => names.has(name)).length >= 3
}

/** The fields that the columns of a header stand for; `undefined` where a column says nothing we read. */
export function fieldsOf(header: readonly string[]): (string | undefined)[] {
  return header.map((name) => {
    const plain = plainName(name)
    return Object.hasOwn(columns, plain) ? columns[plain] : undefined
  })
}

/** A record as the JSON form writes it. Several columns of vulnerability ids make one list. */
export function findingOf(fields: readonly (string | undefined)[], record: readonly string[]): JsonObject {
  const said: Record<string, unknown> = {}
  for (const [index, field] of fields.entries()) {
    const value = record[index]?.trim() ?? ''
    if (field === undefined || value === '') continue
    said[field] = field === 'cve' && said.cve !== undefined ? `${said.cve} ${value}` : typed(field, value)
  }
  return said
}

const booleans = new Set(['active', 'verified', 'false_p', 'duplicate', 'is_mitigated'])
const numbers = new Set(['line', 'cvssv3_score'])

function typed(field: string, value: string): unknown {
  if (booleans.has(field)) return /^(?:true|yes|1)$/i.test(value)
  return numbers.has(field) ? Number(value) : value
}

function plainName(name: string): string {
  return name
    .replace(/^\ufeff/, '')
    .replace(/[\s"_-]+/g, '')
    .toLowerCase()
}
