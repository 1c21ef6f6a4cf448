import type { ExportedCase } from './exported-case.ts'

/**
 * An incident in the shape of the AI Incident Database's own records. It numbers incidents itself, and takes only what has a
 * public report: both stay empty.
 */
export function aiidOf({ case: one, system, now }: ExportedCase): object {
  const occurred = one.moments.find(({ step }) => step === 'occurred')
  const date = occurred?.earliest ?? occurred?.latest
  const vendors = [...new Set(system?.parts.flatMap(({ vendor }) => vendor ?? []))]
  return {
    incident_id: null,
    title: one.title,
    description: one.summary || one.title,
    date: date?.slice(0, 10) ?? null,
    'Alleged deployer of AI system': [],
    'Alleged developer of AI system': vendors,
    'Alleged harmed or nearly harmed parties': [],
    implicated_systems: system ? [system.name] : [],
    editors: [],
    reports: [],
    editor_notes: [
      occurred === undefined ? 'The date is not known.' : occurred.estimated ? 'The date is an estimate.' : '',
      one.kind === 'incident' ? '' : `Reported as ${one.kind}: no harm is known.`,
    ]
      .filter((note) => note !== '')
      .join(' '),
    created_at: now,
  }
}
