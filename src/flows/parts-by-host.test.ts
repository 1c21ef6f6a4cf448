import { describe, expect, it } from 'vitest'
import type { Component, ReportedFinding } from '#core/vocabulary'
import type { ImportedFile } from '#intake/importers'
import { partsByHost } from './parts-by-host.ts'

const component = (ref: string): Component => ({
  ref,
  cpes: [],
  name: ref,
  upstream: [],
  licences: [],
  location: '',
  dependsOn: [],
  evidence: [{ kind: 'banner', by: 'nmap' }],
})

const finding = (ref: string, host: string | undefined, on?: Component): ReportedFinding => ({
  ref,
  kind: 'exposure',
  ruleId: 'open-port',
  title: ref,
  vulnerabilityIds: [],
  cwes: [],
  fixedVersions: [],
  place: host ? { host } : {},
  state: 'open',
  references: [],
  ...(on ? { component: on } : {}),
})

function report(findings: ReportedFinding[], components: Component[], hosts?: string[]): ImportedFile {
  return {
    inventory: {
      importer: 'nmap',
      format: 'nmap XML',
      subject: { name: 'net', kind: 'host' },
      components,
      vex: [],
      findings,
      ...(hosts ? { hosts } : {}),
    },
    outcome: { status: 'complete', read: 0, kept: 0, dropped: [] },
    path: 'net.xml',
    contentDigest: 'd',
  }
}

function shape(imported: ImportedFile) {
  return partsByHost(imported).map(({ inventory: { subject, components, findings = [] } }) => [
    subject.name,
    components.map(({ ref }) => ref),
    findings.map(({ ref }) => ref),
  ])
}

describe('the parts of a report', () => {
  it('findings and the components they name go to their host, in order of hosts', () => {
    const [ssh, web] = [component('ssh'), component('web')]
    const findings = [finding('1', 'b', web), finding('2', 'a', ssh), finding('3', 'b', ssh)]
    expect(shape(report(findings, [ssh, web]))).toEqual([
      ['a', ['ssh'], ['2']],
      ['b', ['ssh', 'web'], ['1', '3']],
    ])
  })

  it('a host that was looked at and is silent is a part of its own, so that what it showed before is gone', () =>
    expect(shape(report([finding('1', 'a')], [], ['a', 'quiet']))).toEqual([
      ['a', [], ['1']],
      ['quiet', [], []],
    ]))

  it('what names no host stays with the subject, and so does a component that no finding names', () => {
    const [lone, web] = [component('lone'), component('web')]
    expect(shape(report([finding('1', undefined), finding('2', 'a', web)], [lone, web]))).toEqual([
      ['net', ['lone'], ['1']],
      ['a', ['web'], ['2']],
    ])
  })

  it('a document without hosts is one part, as it is', () => {
    const one = report([finding('1', undefined)], [component('x')])
    expect(partsByHost(one)).toEqual([one])
  })
})
