import { expect, it } from 'vitest'
import { signalGroups } from './signal-groups.ts'

const signal = (kind: string, source: string, reference: string, date: string | null = null) => ({
  ...{ kind, source, reference, date },
})

it('signals of one kind and source are told once, by their first day, and those without a day last', () => {
  const groups = signalGroups([
    signal('proof of concept', 'collected links', 'CVE-2021-44228'),
    signal('exploit module', 'Metasploit', 'b', '2021-12-29'),
    signal('exploit module', 'Metasploit', 'a', '2021-12-15'),
    signal('scanner template', 'nuclei templates', 'c', '2021-12-12'),
    signal('proof of concept', 'collected links', 'CVE-2021-44228'),
  ])
  expect(groups).toEqual([
    { kind: 'scanner template', source: 'nuclei templates', since: '2021-12-12', references: ['c'] },
    { kind: 'exploit module', source: 'Metasploit', since: '2021-12-15', references: ['b', 'a'] },
    { kind: 'proof of concept', source: 'collected links', since: null, references: ['CVE-2021-44228'] },
  ])
})
