import type { AffectedCpe, Component } from '#core/vocabulary'
import { meetConfiguration } from './configuration.ts'
import { cpeName } from './names.ts'
import { Surroundings } from './surroundings.ts'

/**
 * Which of the CPEs on one asset some configuration says are, or may be, vulnerable: the matching and the order of
 * versions that the matchers use, without looking anything up.
 */
export function cpesInConfigurations(cpes: readonly string[], configurations: readonly AffectedCpe[]): string[] {
  const surroundings = new Surroundings(cpes.map(componentOf), undefined)
  return cpes.filter((text) => {
    const name = cpeName(text)
    if (name === undefined) return false
    const wearer = { component: componentOf(text), kind: 'other' as const, scheme: 'generic' as const }
    const met = configurations.map((configuration) => meetConfiguration(wearer, name, configuration, surroundings))
    return met.some((finding) => finding !== undefined && finding.containment !== 'outside')
  })
}

function componentOf(text: string): Component {
  return {
    ref: text,
    cpes: [text],
    name: text,
    upstream: [],
    licences: [],
    location: '',
    dependsOn: [],
    evidence: [{ kind: 'stated', by: 'its CPE' }],
  }
}
