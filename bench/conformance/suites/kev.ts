import { expectEqual, failedCase } from '../case-result.ts'
import { readByFeed } from '../read-by-feed.ts'
import type { CaseResult, ConformanceFile, Suite } from '../types.ts'

/** CISA's catalogue as CSV and JSON: every entry the file names must be read. */
export const kevSuite: Suite = {
  name: 'kev',
  runnerFor: (file) =>
    file.path.includes('schema') ? { kind: 'support', why: 'JSON schema' } : { kind: 'whole', run: runCatalogue },
}

async function runCatalogue(text: string, file: ConformanceFile): Promise<CaseResult[]> {
  const { read, taken } = await readByFeed('kev', file)
  if (!read.ok) return [failedCase(file.path, read.error.message)]
  const known = new Set<string>(taken.kev.map((statement) => statement.cve))
  return idsOf(text).map((id) => expectEqual(id, known.has(id), true))
}

/** The ids the file itself names, found without the reader. */
function idsOf(text: string): string[] {
  const entry = text.trimStart().startsWith('{') ? /"cveID"\s*:\s*"(CVE-[^"]+)"/g : /^"?(CVE-\d+-\d+)"?,/gm
  return [...text.matchAll(entry)].map((found) => found[1] ?? '')
}
