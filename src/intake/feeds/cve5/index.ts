import type { Feed } from '../contract.ts'
import { readStatements } from '../reading/statements.ts'
import { deltaLog } from './delta-log.ts'
import { normaliseCve5 } from './normalise.ts'

/** CVE 5 records with CNA and ADP containers: the program's release zip, a folder, or NDJSON. */
export const cve5: Feed = {
  id: 'cve',
  name: 'CVE',
  publisher: 'CVE Program; CISA (ADP)',
  licence: 'CVE terms of use; CC0-1.0 (ADP)',
  intervalHours: 6,
  mirror: ['cve/vulnrichment-*', 'cve/cvelistV5*', 'cve/*_all_CVEs_at_midnight.zip*', 'cve/cves'],
  whole: true,
  changes: deltaLog,
  official: () => [
    { name: 'cvelistV5-main.zip', url: 'https://github.com/CVEProject/cvelistV5/archive/refs/heads/main.zip' },
  ],
  read: (file, sink, limits, signal) =>
    readStatements(file, sink, limits, { source: 'cve', layout: 'lines', normalise: normaliseCve5 }, signal),
}
