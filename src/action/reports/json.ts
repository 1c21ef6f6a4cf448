import type { ScanReport } from './scan-report.ts'

const FINDINGS_A_PART = 250

/**
 * The report as JSON text in parts of a few hundred findings. A report of 30,000 findings is 30 MB: as one text it
 * would be held twice, and one character outside Latin-1 anywhere would double all of it.
 */
export function* jsonOf({ findings, ...rest }: ScanReport): Generator<string> {
  yield `${JSON.stringify(rest).slice(0, -1)},"findings":[`
  for (let at = 0; at < findings.length; at += FINDINGS_A_PART) {
    const part = JSON.stringify(findings.slice(at, at + FINDINGS_A_PART))
    yield `${at === 0 ? '' : ','}${part.slice(1, -1)}`
  }
  yield ']}\n'
}
