import type { AiSystemRow } from '@contract/ai-system-rows.ts'
import { answerOf } from '@contract/assurance-words.ts'
import type { ControlRow } from '@contract/controls.ts'
import type { EvaluationRow } from '@contract/evaluations.ts'
import type { ScenarioRow } from '@contract/scenario-rows.ts'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { casesQuery } from '../cases/use-cases.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { runningDutiesQuery } from '../playbooks/use-playbooks.ts'
import { reviewsQuery } from '../reviews/use-reviews.ts'
import { AssuranceNav } from './assurance-nav.tsx'
import { Begin } from './begin.tsx'
import { ControlList } from './control-list.tsx'
import { Due } from './due.tsx'
import { EvaluationList } from './evaluation-list.tsx'
import { EvidenceChain } from './evidence-chain.tsx'
import { ImportEvaluation } from './import-evaluation.tsx'
import { NotHolding, NotKnown } from './not-holding.tsx'
import { Page } from './page.tsx'
import { SampleTour } from './sample-tour.tsx'
import { ScenarioList } from './scenario-list.tsx'
import { SystemList } from './system-list.tsx'
import { TakeRegister } from './take-register.tsx'
import { controlsQuery, evaluationsQuery, scenariosQuery, systemsQuery } from './use-assurance.ts'
import { isComing, monitorsQuery, tracesQuery } from './use-monitoring.ts'
import { UseOfSystems } from './use-of-systems.tsx'

interface All {
  systems: readonly AiSystemRow[]
  controls: readonly ControlRow[]
  scenarios: readonly ScenarioRow[]
  evaluations: readonly EvaluationRow[]
}

/** Which safeguards hold, which do not, which nobody knows of, and what that does to risk. */
export function Assurance() {
  const [systems, controls, scenarios, evaluations] = useQueries({
    queries: [systemsQuery, controlsQuery, scenariosQuery, evaluationsQuery],
  })
  const besides = useQueries({ queries: [tracesQuery, monitorsQuery, casesQuery, reviewsQuery, runningDutiesQuery] })
  const all = [systems, controls, scenarios, evaluations]
  const failed = all.find(({ error }) => error)
  if (failed) return <ProblemBox error={failed.error} retry={() => all.map((one) => one.refetch())} />
  if (!systems.data || !controls.data || !scenarios.data || !evaluations.data || isComing(besides))
    return <Skeleton rows={8} height={52} />
  const data = {
    ...{ systems: systems.data, controls: controls.data },
    ...{ scenarios: scenarios.data, evaluations: evaluations.data },
  }
  const isEmpty = data.systems.length + data.controls.length + data.scenarios.length === 0
  return (
    <Page>
      <AssuranceNav />
      {isEmpty ? <Begin /> : <Overview {...data} />}
      {data.controls.length > 0 && (
        <Section title="Evidence chain" aside="append-only">
          <EvidenceChain />
        </Section>
      )}
    </Page>
  )
}

/** What can be done with the register as a whole. */
function RegisterActions() {
  return (
    <p className="mb-2 flex flex-wrap gap-2 print:hidden">
      <Link to="/assurance/scenarios/new" className="button">
        Start from a ready-made scenario
      </Link>
      <a className="button" href="/api/v1/risk-register?format=csv" download>
        Save as CSV
      </a>
      <a className="button" href="/api/v1/risk-register?format=oscal" download>
        Save as OSCAL
      </a>
    </p>
  )
}

function Overview({ systems, controls, scenarios, evaluations }: All) {
  const running = systems.filter(({ retired }) => retired === null)
  return (
    <>
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold text-balance">{answerOf(controls, scenarios, running)}</h1>
        <p className="prose-width text-muted">
          What evidence shows, and nothing else: a control without evidence is credited nothing.
        </p>
      </header>
      <SampleTour />
      <NotHolding controls={controls} scenarios={scenarios} />
      <NotKnown controls={controls} />
      <Due />
      <Section title="Risk register" aside={<Count of={scenarios.length}>worst against its appetite first</Count>}>
        <RegisterActions />
        <ScenarioList scenarios={scenarios} />
      </Section>
      <Section title="Controls" aside={<Count of={controls.length}>each by three facts of its own</Count>}>
        <ControlList controls={controls} />
      </Section>
      <Section title="AI systems" aside={<Count of={running.length}>that run</Count>}>
        <SystemList systems={running} />
      </Section>
      <UseOfSystems />
      <Section title="Evaluations" aside={<Count of={evaluations.length}>newest first</Count>}>
        <ImportEvaluation controls={controls} />
        <div className="mt-3">
          <EvaluationList
            evaluations={evaluations}
            empty="No evaluation yet: import a report, and it shows how well a control works."
          />
        </div>
      </Section>
      <div className="print:hidden">
        <Section title="Register" aside="take in a newer one">
          <TakeRegister />
        </Section>
      </div>
    </>
  )
}

function Count({ of, children }: { of: number; children: ReactNode }) {
  return (
    <>
      {of.toLocaleString()}, {children}
    </>
  )
}
