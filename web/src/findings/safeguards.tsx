import type { SafeguardsOfFinding } from '@contract/ai-discovery.ts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../api/client.ts'
import { Section } from '../parts/section.tsx'

const safeguardsQuery = (id: string) =>
  queryOptions({
    queryKey: ['assurance', 'of-finding', id],
    queryFn: async () => (await call<SafeguardsOfFinding>(`/findings/${encodeURIComponent(id)}/safeguards`)).safeguards,
  })

const effectWords = {
  suspect: 'is suspect: its evaluation is due again',
  bypassed: 'is bypassed: risk credits it with nothing',
} as const

/** The safeguards that a finding bears on; nothing where there are none. */
export function Safeguards({ findingId }: { findingId: string }) {
  const { data = [] } = useQuery(safeguardsQuery(findingId))
  if (data.length === 0) return null
  return (
    <Section title="Safeguards it bears on">
      <ul className="max-w-4xl divide-y divide-line">
        {data.map(({ control, name, effect, reason, scenarios }) => (
          <li key={control} className="py-1.5">
            <p>
              <Link to="/assurance/controls/$id" params={{ id: control }} className="text-accent underline">
                {name}
              </Link>{' '}
              {effectWords[effect]}
            </p>
            <p className="text-sm text-muted wrap-anywhere">{reason}</p>
            {scenarios.length > 0 && (
              <p className="flex flex-wrap gap-x-3 text-sm text-muted">
                stands against
                {scenarios.map(({ id, title }) => (
                  <Link
                    key={id}
                    to="/assurance/scenarios/$id"
                    params={{ id }}
                    className="text-accent underline wrap-anywhere"
                  >
                    {title}
                  </Link>
                ))}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
