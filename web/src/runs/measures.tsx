import { useQuery } from '@tanstack/react-query'
import { CaseLink } from '../evaluation-cases/case-link.tsx'
import { Section } from '../parts/section.tsx'
import { elicitationWords } from './run-words.ts'
import { measuresQuery } from './use-runs.ts'

/** What the cases of a run say besides their rate: what asking otherwise brought out, repeats, flaky cases. */
export function Measures({ id }: { id: string }) {
  const { data } = useQuery(measuresQuery(id))
  if (!data) return null
  const { elicitation, repeated, flaky } = data
  if (elicitation.length + repeated.length + flaky.length === 0) return null
  return (
    <>
      {elicitation.length > 0 && (
        <Section title="Elicitation gap" aside="the same asked otherwise">
          <ul className="prose-width">
            {elicitation.map((one) => (
              <li key={one.variation} className="py-1">
                {elicitationWords(one)}
                {one.onlyVaried.length > 0 && (
                  <span className="block text-sm text-muted">
                    Failed only then:{' '}
                    {one.onlyVaried.map((key, place) => (
                      <span key={key}>
                        {place > 0 && ', '}
                        <CaseLink of={key} />
                      </span>
                    ))}
                  </span>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {repeated.length > 0 && (
        <Section title="Repeats" aside="estimated share of cases that pass every time">
          <ul>
            {repeated.map(({ k, share, cases }) => (
              <li key={k}>
                {k} times: {Math.floor(share * 100)} in 100, of {cases.toLocaleString()} cases
              </li>
            ))}
          </ul>
        </Section>
      )}
      {flaky.length > 0 && (
        <Section title="Flaky cases" aside="passed and failed without a change">
          <ul>
            {flaky.map(({ key, passed, attempts }) => (
              <li key={key} className="wrap-anywhere">
                <CaseLink of={key} /> {passed} of {attempts} tries passed
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
