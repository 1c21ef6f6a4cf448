import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ReportedFinding } from '#core/vocabulary'
import { importBytes } from '#intake/importers'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, ConformanceFile, Suite } from '../types.ts'

/** Which importer reads the files of a tool's folder. Folders that are not here have none. */
const importerOf: Readonly<Record<string, string>> = {
  anchore_grype: 'grype',
  cppcheck: 'sarif',
  generic: 'defectdojo',
  nmap: 'nmap',
  nuclei: 'nuclei',
  sarif: 'sarif',
  trivy: 'trivy',
  trivy_operator: 'trivy-operator',
  zap: 'zap',
}

const expectation = z.object({
  file: z.string(),
  findings: z.number(),
  checks: z.array(z.object({ index: z.number(), field: z.string(), value: z.unknown() })),
})
const expectations = z.object({ tools: z.record(z.string(), z.array(expectation)) })
type Expectation = z.infer<typeof expectation>

/** Reports of other tools: as many findings as DefectDojo's own parser tests count, with the fields those tests check. */
export const scansSuite: Suite = {
  name: 'scans',
  runnerFor: (file) => {
    if (file.path.endsWith('/expected.json')) return { kind: 'support', why: 'what is expected of the others' }
    const importer = importerOf[file.path.split('/')[1] ?? '']
    return importer ? { kind: 'whole', run: (text) => runReport(text, file, importer) } : undefined
  },
}

async function runReport(text: string, file: ConformanceFile, importer: string): Promise<CaseResult[]> {
  const expected = expectedOf(file)
  if (!expected) return [failedCase(file.path, 'nothing is expected of this file')]
  const name = file.path.split('/').at(-1)!
  const read = await importBytes(Buffer.from(text), name, { importer })
  if (!read.ok) return [failedCase(`${name} is read`, read.error.message)]
  const findings = read.value.inventory.findings ?? []
  return [
    expectEqual(`${name} findings`, findings.length, expected.findings),
    ...expected.checks.map(({ index, field, value }) =>
      runCheck(`${name} ${index} ${field}`, importer, findings[index], field, value),
    ),
  ]
}

function expectedOf(file: ConformanceFile): Expectation | undefined {
  const folder = file.absolutePath.slice(0, -file.path.length)
  const { tools } = expectations.parse(JSON.parse(readFileSync(`${folder}scans/expected.json`, 'utf8')))
  return Object.values(tools)
    .flat()
    .find((one) => one.file === file.path)
}

function runCheck(
  label: string,
  importer: string,
  finding: ReportedFinding | undefined,
  field: string,
  value: unknown,
): CaseResult {
  if (!finding) return failedCase(label, 'there is no such finding')
  const read = composed[importer]?.[field] ?? fields[field]
  return read ? expectEqual(label, read(finding), value) : failedCase(label, 'no such field here')
}

/** DefectDojo's fields in our words; a field that is not here has no counterpart. */
const fields: Readonly<Record<string, (finding: ReportedFinding) => unknown>> = {
  severity: ({ severity }) =>
    severity && severity !== 'none' ? severity[0]!.toUpperCase() + severity.slice(1) : 'Info',
  cwe: ({ cwes }) => Number(cwes[0]?.slice('CWE-'.length) ?? 0),
  component_name: ({ component }) => component?.name,
  component_version: ({ component }) => component?.version,
  title: ({ title }) => title,
  file_path: ({ place }) => place.path,
  vuln_id_from_tool: ({ ruleId }) => ruleId,
  active: ({ state }) => state === 'open',
  is_mitigated: ({ state }) => state !== 'open',
}

/** What DefectDojo puts together, or elsewhere, for a tool: we keep it apart. */
const composed: Readonly<Record<string, Readonly<Record<string, (finding: ReportedFinding) => unknown>>>> = {
  trivy: {
    title: ({ ruleId, component }) => [ruleId, component?.name, component?.version].filter(Boolean).join(' '),
  },
  'trivy-operator': {
    title: ({ kind, title, place }) => (kind === 'secret' ? `Secret detected in ${place.path} - ${title}` : title),
    references: ({ ruleId }) => ruleId,
  },
}
