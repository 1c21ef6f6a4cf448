import type { EvaluationGapRow } from '@contract/monitoring.ts'
import { inHundred, moreBetween, moreInHundred } from '@contract/number-words.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Unknown } from '../parts/basis.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Term } from './scenario-terms.tsx'
import { gapQuery } from './use-monitoring.ts'

type Gap = NonNullable<EvaluationGapRow['gap']>

/** How far an evaluation speaks for production: what it is blind to, and how much more often production fails. */
export function EvaluationGap({ of, id }: { of: 'controls' | 'evaluations'; id: string }) {
  const { data, error, refetch } = useQuery(gapQuery(of, id))
  return (
    <Section title="Gap to production" aside="test against traces, at the same mix">
      {error ? (
        <ProblemBox error={error} retry={() => refetch()} />
      ) : !data ? (
        <Skeleton rows={3} height={36} />
      ) : data.gap ? (
        <Measured gap={data.gap} isOfControl={of === 'controls'} />
      ) : (
        <p className="prose-width text-muted">
          <Unknown what="gap" hint={data.lacking ?? ''} />: {data.lacking}.
        </p>
      )}
    </Section>
  )
}

function Measured({ gap, isOfControl }: { gap: Gap; isOfControl: boolean }) {
  return (
    <>
      <p className="prose-width mb-2">
        <span className="font-medium">Next:</span> {gap.next}
      </p>
      <dl className="max-w-4xl">
        <Term name="Gap">
          {gap.gap ? (
            <>
              {moreInHundred(gap.gap.value)}{' '}
              <span className="text-muted">
                ({moreBetween(gap.gap.bounds)} at 95 %; {gap.labelFailures.toLocaleString()} of{' '}
                {gap.labelled.toLocaleString()} labelled items of production failed)
              </span>
            </>
          ) : (
            <Unknown what="gap" hint={gap.labelled === 0 ? 'Nobody labelled items of production' : UNTESTED} />
          )}
        </Term>
        <Term name="Blind to">
          <span className={gap.blindShare > 0 ? 'text-soon' : ''}>{inHundred(gap.blindShare)} of production</span>
        </Term>
        <Term name="Failure rate">
          {inHundred(gap.naive)} as tested,{' '}
          {gap.reweighted === null ? <Unknown what="rate" hint={UNTESTED} /> : inHundred(gap.reweighted)} in the mix of
          production
        </Term>
        <Term name="Effective share">
          {inHundred(gap.effectiveShare)} <span className="text-muted">of the cases count at that mix</span>
        </Term>
        <Term name="Rests on">
          {gap.demands.toLocaleString()} requests to {gap.system} in {gap.days} days
          {isOfControl && (
            <>
              {' and '}
              <Link to="/assurance/evaluations/$id" params={{ id: gap.run }} className="text-accent underline">
                {gap.runName}
              </Link>
            </>
          )}
        </Term>
      </dl>
      <Strata gap={gap} />
    </>
  )
}

const UNTESTED = 'No stratum of production was tested enough'

function Strata({ gap: { strata } }: { gap: Gap }) {
  return (
    <table aria-label="Strata, by their share of production" className="mt-3 w-full max-w-4xl text-left">
      <thead className="text-sm text-muted">
        <tr>
          {['Stratum', 'Production', 'Test', 'Failed'].map((name, at) => (
            <th key={name} className={`px-1 py-1 font-normal md:px-2 ${at > 0 ? 'text-right' : ''}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {strata.map((one) => (
          <tr key={one.stratum} className="border-t border-line">
            <td className="px-1 py-1 wrap-anywhere md:px-2">
              {one.stratum || <span className="text-muted">no stratum</span>}
              {one.isBlind && one.production > 0 && <span className="text-soon"> · blind</span>}
            </td>
            <td className="px-1 py-1 text-right md:px-2">{inHundred(one.production)}</td>
            <td className="px-1 py-1 text-right md:px-2">{inHundred(one.test)}</td>
            <td className="px-1 py-1 text-right md:px-2">
              {one.failures.toLocaleString()} of {one.cases.toLocaleString()}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
