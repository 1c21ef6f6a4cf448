import { unknownParts } from '@contract/assurance-words.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { useQuery } from '@tanstack/react-query'
import { Section } from '../parts/section.tsx'
import { readyScenariosQuery } from './use-scenarios.ts'

/** What one would have to find out before the risk has a number, where it began as a ready-made scenario. */
export function ToFindOut({ scenario }: { scenario: ScenarioRow }) {
  const { data = [] } = useQuery({ ...readyScenariosQuery, enabled: scenario.beganAs !== null })
  const unknown = unknownParts(scenario)
  const ready = data.find(({ id }) => id === scenario.beganAs)
  if (!ready || unknown.length === 0) return null
  return (
    <Section title="To find out" aside={`unknown: ${unknown.join(', ')}`}>
      <ul className="prose-width list-disc pl-5">
        {ready.toFindOut.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
    </Section>
  )
}
