import { useQuery } from '@tanstack/react-query'
import { AssuranceNav } from '../assurance/assurance-nav.tsx'
import { Page } from '../assurance/page.tsx'
import { gatewaysQuery, isComing, probesQuery, tracesQuery } from '../assurance/use-monitoring.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Gateways } from './gateways.tsx'
import { NewestSpans } from './newest-spans.tsx'
import { SendTraces } from './send-traces.tsx'
import { Services } from './services.tsx'
import { TakingTraces } from './taking-traces.tsx'
import { tracesAnswer } from './trace-words.ts'

/** How traces of AI systems come in, what is kept of them, and the targets that probes are sent to. */
export function Traces() {
  const { data, error, refetch } = useQuery(tracesQuery)
  const besides = [useQuery(gatewaysQuery), useQuery(probesQuery)]
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data || isComing(besides)) return <Skeleton rows={8} height={52} />
  return (
    <Page>
      <AssuranceNav />
      <header className="px-4 pt-3 pb-4">
        <h1 className="text-xl font-semibold text-balance">{tracesAnswer(data)}.</h1>
        <p className="prose-width text-muted">
          Traces show how many requests pass through a control, and whether it acts. What was asked and answered is
          never kept.
        </p>
      </header>
      <Section title="Send traces here" aside="OTLP over HTTP, as OpenTelemetry exporters speak it">
        <SendTraces />
      </Section>
      <Section title="Services" aside="what spans came from, and whose they are">
        <Services sources={data.sources} systems={data.systems} />
      </Section>
      <Section title="What is taken and kept">
        <TakingTraces settings={data.settings} />
      </Section>
      <Section title="Targets" aside="addresses that probes and evaluations are sent to">
        <Gateways />
      </Section>
      {data.recent.length > 0 && (
        <Section title="Newest spans" aside={`${data.recent.length.toLocaleString()}, without their content`}>
          <NewestSpans spans={data.recent} />
        </Section>
      )}
    </Page>
  )
}
