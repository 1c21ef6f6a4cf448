import { figureWords, isPast, pastLayers, productOf } from '@contract/assurance-words.ts'
import { factorWords, statedFrequency } from '@contract/number-words.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import type { ReactNode } from 'react'
import { Basis, Unknown } from '../parts/basis.tsx'

type Estimate = ScenarioRow['attempts']

/** What the number is made of, factor by factor, each with what it rests on. */
export function ScenarioTerms({ scenario }: { scenario: ScenarioRow }) {
  const { attempts, enabling, consequence, barriers } = scenario
  const through = pastLayers(scenario)
  return (
    <dl className="max-w-4xl">
      <Term name="Attempts">
        {attempts && statedFrequency(attempts.value)}{' '}
        <From estimate={attempts} unknown="what is left over is said of a hundred" />
      </Term>
      {enabling.map(({ condition, probability }) => (
        <Term key={condition} name={`× ${condition}`}>
          {probability && factorWords(probability.value)} <From estimate={probability} unknown={COUNTED} />
        </Term>
      ))}
      {barriers.length > 0 && (
        <Term name={`× past ${barriers.length === 1 ? 'the one layer' : `all ${barriers.length} layers`}`}>
          {through === 1 ? 'all of them' : factorWords(through)}{' '}
          <span className="text-muted">by the lower bounds of what evidence shows, and the assumed shared causes</span>
        </Term>
      )}
      <Term name="× harm follows">
        {consequence && (consequence.value === 1 ? 'always' : factorWords(consequence.value))}{' '}
        <From estimate={consequence} unknown={COUNTED} />
      </Term>
      <Term name="= left over">
        {productOf(scenario)}, rounded up: <span className="font-semibold">{figureWords(scenario)}</span>
      </Term>
    </dl>
  )
}

export function Term({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[10rem_1fr] gap-x-3 border-t border-line py-1 max-md:grid-cols-1">
      <dt className="text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const COUNTED = 'counts as always until somebody says how often'

function From({ estimate, unknown }: { estimate: Estimate; unknown: string }) {
  if (estimate === null)
    return (
      <>
        <Unknown /> <span className="text-sm text-muted">{unknown}</span>
      </>
    )
  const { basis, source, expires } = estimate
  const over = isPast(expires)
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <Basis basis={basis} />
      {source && <span className="text-sm text-muted wrap-anywhere">{source}</span>}
      {expires && (
        <span className={`text-sm ${over ? 'text-now' : 'text-muted'}`}>
          {over ? `was to be looked at again by ${expires}` : `until ${expires}`}
        </span>
      )}
    </span>
  )
}
