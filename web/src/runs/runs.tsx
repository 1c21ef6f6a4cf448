import type { OrderRow } from '@contract/evaluation-orders.ts'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { jobsQuery } from '../api/queries.ts'
import { AssuranceNav } from '../assurance/assurance-nav.tsx'
import { Page } from '../assurance/page.tsx'
import { controlsQuery } from '../assurance/use-assurance.ts'
import { gatewaysQuery } from '../assurance/use-monitoring.ts'
import { JobState } from '../frame/jobs.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { OrderForm } from './order-form.tsx'
import { judgeWords, standingOf } from './run-words.ts'
import { ordersQuery, useResume, useStop } from './use-runs.ts'

/** Evaluations that are run here: begin one, follow it, stop it, see what came of it. */
export function Runs() {
  const [orders, gateways, controls] = useQueries({ queries: [ordersQuery, gatewaysQuery, controlsQuery] })
  const all = [orders, gateways, controls]
  const failed = all.find(({ error }) => error)
  if (failed) return <ProblemBox error={failed.error} retry={() => all.map((one) => one.refetch())} />
  if (!orders.data || !gateways.data || !controls.data) return <Skeleton rows={6} height={52} />
  const running = orders.data.filter(({ state }) => state === 'running').length
  return (
    <Page>
      <AssuranceNav />
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">{answerOf(orders.data.length, running)}</h1>
        <p className="prose-width text-muted">
          A dataset of your own is asked of a target of the register, each safeguard case also rephrased and in steps.
          Only targets that an owner approved are asked, and no faster than the register allows.
        </p>
      </header>
      <Section title="Run a dataset">
        <OrderForm gateways={gateways.data} controls={controls.data} />
      </Section>
      <Section title="Runs" aside="newest first">
        {orders.data.length === 0 ? (
          <p className="text-muted">Nothing was run here yet.</p>
        ) : (
          <ul aria-label="Runs, newest first" className="border-t border-line">
            {orders.data.map((order) => (
              <Order key={order.id} order={order} />
            ))}
          </ul>
        )}
      </Section>
    </Page>
  )
}

function answerOf(all: number, running: number): string {
  if (running > 0) return `${running.toLocaleString()} ${running === 1 ? 'run is' : 'runs are'} under way`
  return all === 0 ? 'No evaluation was run here yet' : 'No run is under way'
}

function Order({ order }: { order: OrderRow }) {
  const { data: jobs = [] } = useQuery(jobsQuery)
  const job = jobs.find(({ id }) => id === order.id)
  const isRunning = order.state === 'running' && job?.state === 'running'
  return (
    <li className="border-b border-line py-2">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <span className="min-w-0 font-medium wrap-anywhere lg:w-80">
          {order.run === null ? (
            order.name
          ) : (
            <Link to="/assurance/evaluations/$id" params={{ id: order.run }} className="text-accent underline">
              {order.name}
            </Link>
          )}
        </span>
        <span>
          {order.gateway}: {standingOf(order)}
        </span>
        <span className="text-sm text-muted lg:ml-auto">
          <When at={order.orderedAt} /> by {order.orderedBy}
        </span>
      </div>
      {order.why && <p className="prose-width text-sm text-soon">It ended early: {order.why}.</p>}
      {order.judges.map((judge) => (
        <p key={judge.id} className="prose-width text-sm text-muted">
          Judge {judgeWords(judge)}
        </p>
      ))}
      {isRunning && (
        <div className="mt-1 max-w-md">
          <JobState job={job} />
        </div>
      )}
      <Actions order={order} isRunning={isRunning} />
    </li>
  )
}

function Actions({ order, isRunning }: { order: OrderRow; isRunning: boolean }) {
  const may = useMay('analyst')
  const stop = useStop()
  const resume = useResume()
  if (!may || order.run !== null) return null
  return (
    <div className="mt-1 print:hidden">
      {isRunning ? (
        <button type="button" className="button" disabled={stop.isPending} onClick={() => stop.mutate(order.id)}>
          {stop.isPending ? 'Stopping …' : 'Stop'}
        </button>
      ) : (
        <button type="button" className="button" disabled={resume.isPending} onClick={() => resume.mutate(order.id)}>
          Let it go on
        </button>
      )}
      <Refusal error={stop.error ?? resume.error} />
    </div>
  )
}
