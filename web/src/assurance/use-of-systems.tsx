import type { TraceOverview } from '@contract/monitoring.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Section } from '../parts/section.tsx'
import { When } from '../parts/when.tsx'
import { monitorsQuery, tracesQuery } from './use-monitoring.ts'

/** What traces show of the AI systems within a day, and monitors that watch them; how to send traces where none came. */
export function UseOfSystems() {
  const { data: traces } = useQuery(tracesQuery)
  const { data: monitors = [] } = useQuery(monitorsQuery)
  if (!traces) return null
  return (
    <>
      <Section title="Use" aside="by traces, within a day">
        <Systems systems={traces.systems} />
        <Sources sources={traces.sources} />
      </Section>
      {monitors.length > 0 && (
        <Section title="Monitors" aside={`${monitors.filter(({ alarmSince }) => alarmSince).length} alarm`}>
          <ul aria-label="Monitors" className="border-t border-line">
            {monitors
              .toSorted((a, b) => Number(b.alarmSince !== null) - Number(a.alarmSince !== null))
              .map((one) => (
                <li key={one.id} className="border-b border-line py-1.5">
                  <span className={one.alarmSince ? 'font-medium text-now' : ''}>{one.title ?? one.id}</span>{' '}
                  <span className="text-sm text-muted">
                    {one.kind} of {one.system}
                    {one.alarmSince && (
                      <>
                        {' '}
                        · alarms since <When at={one.alarmSince} />
                      </>
                    )}
                  </span>
                  <span className="block prose-width">{one.sentence ?? 'It has not looked yet.'}</span>
                </li>
              ))}
          </ul>
        </Section>
      )}
    </>
  )
}

function Systems({ systems }: { systems: TraceOverview['systems'] }) {
  const used = systems.filter(({ day }) => day.traces > 0)
  if (used.length === 0)
    return (
      <p className="prose-width text-muted">
        No trace of a system came within a day.{' '}
        <Link to="/assurance/traces" className="text-accent underline">
          Point an OpenTelemetry exporter here
        </Link>
        : what it needs is ready to copy.
      </p>
    )
  return (
    <ul className="max-w-4xl">
      {used.map(({ system, name, day }) => (
        <li key={system} className="flex flex-wrap gap-x-4 border-t border-line py-1.5">
          <span className="w-48 wrap-anywhere">{name}</span>
          <span>
            {day.demands.toLocaleString()} requests, {day.refused.toLocaleString()} refused,{' '}
            {day.errors.toLocaleString()} failed, {day.tokens.toLocaleString()} tokens
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Spans that belong to no system count nowhere: that is said. */
function Sources({ sources }: { sources: TraceOverview['sources'] }) {
  const lost = sources.filter(({ system }) => system === null)
  if (lost.length === 0) return null
  return (
    <p className="prose-width mt-2 text-soon">
      Spans of {lost.map(({ service }) => service).join(', ')} belong to no system of the register: name the service
      there (traces.services), and they count.{' '}
      <Link to="/assurance/traces" className="text-accent underline">
        What came
      </Link>
    </p>
  )
}
