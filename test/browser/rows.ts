import type { DecisionInput, Priority, Urgency } from '#core/vocabulary'

/** Facts of a few well-known vulnerabilities, enough to look at every part of the pages. */
export interface KnownCase {
  cve: string
  title: string
  ecosystem: string
  name: string
  version: string
  fixed: string | null
  urgency: Urgency
  outcome: string
  kev?: string
  exploit?: string
  epss: number | null
  cvss: number | null
  vector: string
  automatable: 'Yes' | 'No'
  impact: 'Total' | 'Partial'
  assumed?: true
  verdict?: 'affected' | 'likely-affected' | 'likely-fixed'
}

const network = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'
const local = 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:N/A:N'

export const knownCases: readonly KnownCase[] = [
  {
    cve: 'CVE-2021-44228',
    title: 'Log4j2 JNDI features do not protect against attacker controlled endpoints',
    ecosystem: 'Maven',
    name: 'org.apache.logging.log4j/log4j-core',
    version: '2.14.1',
    fixed: '2.15.0',
    urgency: 'now',
    outcome: '3 days & forensic investigation',
    kev: '2021-12-10',
    exploit: '2021-12-14',
    epss: 0.9436,
    cvss: 10,
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
    automatable: 'Yes',
    impact: 'Total',
  },
  {
    cve: 'CVE-2022-22965',
    title: 'Spring Framework remote code execution via data binding',
    ecosystem: 'Maven',
    name: 'org.springframework/spring-beans',
    version: '5.3.17',
    fixed: '5.3.18',
    urgency: 'now',
    outcome: '3 days & forensic investigation',
    kev: '2022-04-04',
    exploit: '2022-05-07',
    epss: 0.9447,
    cvss: 9.8,
    vector: network,
    automatable: 'Yes',
    impact: 'Total',
  },
  {
    cve: 'CVE-2024-3094',
    title: 'xz: malicious code in distributed source',
    ecosystem: 'Debian:12',
    name: 'xz-utils',
    version: '5.6.0-0.2',
    fixed: '5.6.1+really5.4.5-1',
    urgency: 'soon',
    outcome: '14 days',
    epss: 0.8512,
    cvss: 10,
    vector: network,
    automatable: 'Yes',
    impact: 'Total',
  },
  {
    cve: 'CVE-2023-44487',
    title: 'HTTP/2 rapid reset',
    ecosystem: 'Go',
    name: 'golang.org/x/net',
    version: 'v0.15.0',
    fixed: 'v0.17.0',
    urgency: 'now',
    outcome: '3 days',
    kev: '2023-10-10',
    exploit: '2023-10-11',
    epss: 0.944,
    cvss: 7.5,
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H',
    automatable: 'Yes',
    impact: 'Partial',
  },
  {
    cve: 'CVE-2021-23337',
    title: 'Command injection in lodash',
    ecosystem: 'npm',
    name: 'lodash',
    version: '4.17.15',
    fixed: '4.17.21',
    urgency: 'scheduled',
    outcome: '60 days',
    epss: 0.0062,
    cvss: 7.2,
    vector: 'CVSS:3.1/AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H',
    automatable: 'No',
    impact: 'Total',
  },
  {
    cve: 'CVE-2020-8203',
    title: 'Prototype pollution in lodash',
    ecosystem: 'npm',
    name: 'lodash',
    version: '4.17.15',
    fixed: '4.17.19',
    urgency: 'soon',
    outcome: '14 days',
    exploit: '2020-07-15',
    epss: 0.021,
    cvss: 7.4,
    vector: network,
    automatable: 'Yes',
    impact: 'Partial',
    assumed: true,
  },
  {
    cve: 'CVE-2022-25883',
    title: 'semver vulnerable to regular expression denial of service',
    ecosystem: 'npm',
    name: 'semver',
    version: '5.7.1',
    fixed: '5.7.2',
    urgency: 'scheduled',
    outcome: '60 days',
    epss: 0.0031,
    cvss: 7.5,
    vector: network,
    automatable: 'Yes',
    impact: 'Partial',
    assumed: true,
  },
  {
    cve: 'CVE-2023-4911',
    title: 'Buffer overflow in the dynamic loader of the GNU C library',
    ecosystem: 'Debian:12',
    name: 'glibc',
    version: '2.36-9',
    fixed: '2.36-9+deb12u3',
    urgency: 'soon',
    outcome: '14 days',
    kev: '2023-11-21',
    exploit: '2023-10-04',
    epss: 0.7,
    cvss: 7.8,
    vector: local,
    automatable: 'No',
    impact: 'Total',
  },
  {
    cve: 'CVE-2024-24786',
    title: 'Infinite loop in protobuf JSON unmarshalling',
    ecosystem: 'Go',
    name: 'google.golang.org/protobuf',
    version: 'v1.31.0',
    fixed: 'v1.33.0',
    urgency: 'defer',
    outcome: 'Fix on system upgrade',
    epss: 0.0008,
    cvss: null,
    vector: '',
    automatable: 'No',
    impact: 'Partial',
  },
  {
    cve: 'CVE-2019-1010022',
    title: 'Stack guard protection bypass in the GNU C library, disputed by its maintainers',
    ecosystem: 'Debian:12',
    name: 'glibc',
    version: '2.36-9',
    fixed: null,
    urgency: 'defer',
    outcome: 'Fix on system upgrade',
    epss: null,
    cvss: 9.8,
    vector: network,
    automatable: 'No',
    impact: 'Partial',
    verdict: 'likely-affected',
  },
]

export interface SeedAsset {
  id: string
  name: string
  kind: string
  exposure: string
  basis: string
  by: string | null
  owner: string | null
  criticality: string
}

export const seedAssets: readonly SeedAsset[] = [
  {
    id: 'asset-webshop',
    name: 'web-shop',
    kind: 'application',
    exposure: 'internet',
    basis: 'stated',
    by: 'mara',
    owner: 'team web',
    criticality: 'critical',
  },
  {
    id: 'asset-billing',
    name: 'billing-api',
    kind: 'container-image',
    exposure: 'internal',
    basis: 'stated',
    by: 'mara',
    owner: 'team billing',
    criticality: 'high',
  },
  {
    id: 'asset-host',
    name: 'build-01.northwind.test',
    kind: 'host',
    exposure: 'unknown',
    basis: 'assumed',
    by: null,
    owner: null,
    criticality: 'unknown',
  },
  {
    id: 'asset-german',
    name: 'Kraftfahrzeughaftpflichtversicherungsverwaltungsdienst (Bestandsführung und Schadenregulierung)',
    kind: 'application',
    exposure: 'unknown',
    basis: 'assumed',
    by: null,
    owner: null,
    criticality: 'medium',
  },
]

/** A decision under BOD 26-04 for one case on one asset, shaped as the product's own. */
export function priorityOf(entry: KnownCase, asset: SeedAsset): Priority {
  const exposed = asset.exposure === 'internet' ? 'Yes' : asset.exposure === 'unknown' ? 'Yes' : 'No'
  const exploitation = entry.kev ? 'active' : entry.exploit ? 'weaponised' : 'none'
  const inputs: DecisionInput[] = [
    input(
      'cisa:PE:1.0.0',
      'Publicly Exposed',
      exposed,
      asset.exposure === 'unknown' ? 'assumed' : 'stated',
      asset.by ?? 'nobody has said',
      asset.exposure === 'unknown'
        ? 'nobody has said whether it is reachable: assumed yes'
        : `${asset.by} says it is ${asset.exposure === 'internet' ? 'publicly exposed' : 'internal'}`,
      '2026-11-20',
    ),
    input(
      'cisa:KEV:1.0.0',
      'In KEV',
      entry.kev ? 'Yes' : 'No',
      'stated',
      'CISA',
      entry.kev ? `in KEV since ${entry.kev}` : 'not in the KEV catalogue of 2026-11-22',
      entry.kev,
    ),
    input(
      'ssvc:A:2.0.0',
      'Automatable',
      entry.automatable,
      entry.assumed ? 'inferred' : 'stated',
      entry.assumed ? 'CVSS by nvd@nist.gov' : 'CISA-ADP',
      `automatable: ${entry.automatable.toLowerCase()}`,
      '2025-02-03',
    ),
    input(
      'ssvc:TI:1.0.0',
      'Technical Impact',
      entry.impact,
      'stated',
      'CISA-ADP',
      `technical impact: ${entry.impact.toLowerCase()}`,
      '2025-02-03',
    ),
  ]
  const why = [
    entry.kev && `in KEV since ${entry.kev} (CISA)`,
    !entry.kev && entry.exploit && `a weaponised exploit module since ${entry.exploit} (metasploit)`,
    exposed === 'Yes' && asset.exposure !== 'unknown' && 'publicly exposed',
    entry.automatable === 'Yes' && 'automatable',
    asset.exposure === 'unknown' && 'assumed: publicly exposed',
  ].filter(Boolean)
  return {
    table: 'cisa:DT_BOD2604:1.0.0',
    outcome: entry.outcome,
    outcomeLabel: entry.outcome,
    urgency: entry.urgency,
    basis: asset.exposure === 'unknown' ? 'assumed' : entry.assumed ? 'inferred' : 'stated',
    inputs,
    ...(entry.urgency === 'defer' ? {} : { dueDays: entry.urgency === 'now' ? 3 : entry.urgency === 'soon' ? 14 : 60 }),
    exploitation,
    ...(entry.epss !== null && {
      epss: {
        probability: entry.epss,
        percentile: 0.98,
        date: '2026-11-22',
        modelVersion: 'v2025.03.14',
        ...(entry.kev && { change30d: 0.012, changeSince: '2026-10-23' }),
      },
      lev: { probability: Math.min(1, entry.epss * 1.05), windows: 15, windowsExpected: 43 },
    }),
    ...(entry.cvss !== null && {
      cvss: { score: entry.cvss, vector: entry.vector, version: '3.1', by: 'nvd@nist.gov' },
    }),
    why: why.length > 0 ? why.join(' · ') : 'no urgent input is known',
  }
}

function input(
  point: string,
  label: string,
  value: string,
  basis: DecisionInput['basis'],
  source: string,
  text: string,
  at?: string,
): DecisionInput {
  return { point, label, value: value[0]!, valueLabel: value, basis, decisive: true, source, text, ...(at && { at }) }
}
