import type { SourceId } from './advisory.ts'

const names: Readonly<Record<SourceId, string>> = {
  cve: 'CVE record',
  nvd: 'NVD',
  'kev/CISA': 'CISA KEV',
  epss: 'EPSS',
  anchore: 'Anchore’s overrides',
  starter: 'built-in starter',
  metasploit: 'Metasploit',
  'exploit-db': 'Exploit-DB',
  nuclei: 'nuclei templates',
  'nuclei-first-seen': 'nuclei templates',
  poc: 'collected links',
  trickest: 'collected links',
  ransomware: 'Ransomware Vulnerability Matrix',
}

/** A source's name for people, with or without what kind it is (`exploit/nuclei`); one without a name of its own here is called by its id. */
export function sourceName(source: SourceId): string {
  return names[source] ?? names[source.replace(/^exploit\//, '')] ?? source
}

const reporters: Readonly<Record<string, string>> = {
  discovery: 'Lunette',
  grype: 'Grype',
  nuclei: 'nuclei',
  safeguards: 'Lunette',
  trivy: 'Trivy',
  zap: 'ZAP',
}

/** The name of a tool whose reports are read; one without a name of its own here is called by its id. */
export function reporterName(tool: string): string {
  return reporters[tool] ?? tool
}
