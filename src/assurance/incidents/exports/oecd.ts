import { measureState } from './change-words.ts'
import type { ExportedCase } from './exported-case.ts'

/**
 * The common fields of the OECD's reporting framework for AI incidents (2025), as far as a case knows them: what it does not
 * know is null, never a guess. The names are ours in its order: metadata, harm, people, context, system, response.
 */
export function oecdOf(given: ExportedCase): object {
  const { case: one, system, names, now } = given
  const nameOf = (control: string) => names.get(control) ?? control
  const occurred = one.moments.find(({ step }) => step === 'occurred')
  const noticed = one.moments.find(({ step }) => step === 'detected')
  const vendors = [...new Set(system?.parts.flatMap(({ vendor }) => vendor ?? []))]
  return {
    framework: 'OECD, Towards a common reporting framework for AI incidents, 2025',
    exported: now,
    metadata: {
      title: one.title,
      description: one.summary || one.title,
      type: one.kind === 'incident' ? 'AI incident' : one.kind === 'exercise' ? 'exercise' : 'AI hazard',
      date_of_first_known_occurrence: spanOf(occurred),
      date_noticed: spanOf(noticed),
      date_reported: one.reportedAt,
      submitter_relationship:
        one.origin === 'report-link' || one.origin === 'mail' ? 'somebody outside the team' : ownRole(system),
      supporting_materials: one.links.map(({ kind, target }) => `${kind}: ${target}`),
      related_incidents: one.links.filter(({ kind }) => kind === 'case').map(({ target }) => target),
    },
    harm: {
      actual_or_potential: one.kind === 'incident' ? 'actual' : 'potential',
      harm_type: null,
      severity: null,
      quantification: null,
    },
    people: { affected_stakeholders: null, number_affected: null, countries: null },
    context: {
      industry: null,
      business_function: system?.purpose ?? null,
      critical_infrastructure: null,
      breadth_of_deployment: null,
    },
    system: {
      name: system?.name ?? one.system,
      deployer: ownRole(system) === 'deployer' ? 'the organisation that reports' : null,
      developer: system?.role === 'provider' ? 'the organisation that reports' : vendors.join(', ') || null,
      components: system?.parts.map(({ kind, name, version, vendor }) => ({ kind, name, version, vendor })) ?? null,
      autonomy: system?.autonomy ?? null,
      human_oversight: system?.oversight ?? null,
      data: system?.dataClasses ?? null,
    },
    response: {
      safeguards: one.barriers.map(({ controlId, outcome, note }) => ({ safeguard: nameOf(controlId), outcome, note })),
      changes: one.changes.map((change) => ({
        ...{ safeguard: nameOf(change.controlId), what: change.what, kind: change.kind },
        // An exception is in effect nowhere: nothing was changed.
        ...{ in_effect: change.kind === 'exception' ? null : change.madeAt, state: measureState(change, given) },
      })),
      state: one.state,
    },
  }
}

/** What the organisation is to the system; where the case names none that is registered, nobody knows. */
function ownRole(system: ExportedCase['system']): 'developer' | 'deployer' | null {
  if (!system) return null
  return system.role === 'provider' ? 'developer' : 'deployer'
}

function spanOf(
  moment: { earliest: string | null; latest: string | null; estimated: boolean } | undefined,
): object | null {
  if (!moment || (moment.earliest === null && moment.latest === null)) return null
  return { earliest: moment.earliest, latest: moment.latest, estimated: moment.estimated }
}
