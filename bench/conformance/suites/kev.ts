import { readKev } from '#intake/feeds'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, Suite } from '../types.ts'

/** CISA's catalogue as CSV and JSON: every entry the file names must be read. */
export const kevSuite: Suite = {
  name: 'kev',
  runnerFor: (file) =>
    file.path.includes('schema')
      ? { kind: 'support', why: 'JSON schema' }
      : { kind: 'whole', run: (text) => runCatalogue(text, file.path) },
}

function runCatalogue(text: string, path: string): CaseResult[] {
  const catalogue = readKev(text)
  if (!catalogue.ok) return [failedCase(path, catalogue.error.message)]
  const read = new Set<string>(catalogue.value.statements.map((statement) => statement.cve))
  return idsOf(text).map((id) => expectEqual(id, read.has(id), true))
}

/** The ids the file itself names, found without the reader. */
function idsOf(text: string): string[] {
  const entry = text.trimStart().startsWith('{') ? /"cveID"\s*:\s*"(CVE-[^"]+)"/g : /^"?(CVE-\d+-\d+)"?,/gm
  return [...text.matchAll(entry)].map((found) => found[1] ?? '')
}
