import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { AssuranceNav } from '../assurance/assurance-nav.tsx'
import { Page } from '../assurance/page.tsx'
import { controlsQuery } from '../assurance/use-assurance.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { ReadingMark } from './reading-mark.tsx'
import { catchWords, queuesAnswer } from './reading-words.ts'
import { queuesQuery, useSayQueue } from './use-queues.ts'

/** Queues in which people review, and whether they look. */
export function ReviewQueues() {
  const { data, error, refetch } = useQuery(queuesQuery)
  const may = useMay('owner')
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={6} height={52} />
  return (
    <Page>
      <AssuranceNav />
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">{queuesAnswer(data)}</h1>
        <p className="prose-width text-muted">
          Items whose answer is known (seeds) are mixed unmarked among real ones. What reviewers make of them shows how
          well people stop what is wrong.
        </p>
      </header>
      <ul className="px-4">
        {data.map((queue) => (
          <li key={queue.id} className="flex flex-wrap items-baseline gap-x-3 border-t border-line py-2">
            <Link to="/assurance/review-queues/$id" params={{ id: queue.id }} className="text-accent underline">
              {queue.title}
            </Link>
            <ReadingMark verdict={queue.reading.verdict} />
            <span>{catchWords(queue)}</span>
            <span className="text-muted">
              {queue.waiting.toLocaleString()} waiting, {queue.decided.toLocaleString()} decided
            </span>
          </li>
        ))}
      </ul>
      {may && (
        <Section title="Set up a queue" aside="the id of one that is there changes it">
          <QueueForm />
        </Section>
      )}
    </Page>
  )
}

function QueueForm() {
  const { data: controls = [] } = useQuery(controlsQuery)
  const say = useSayQueue()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const words = (name: string) => String(form.get(name) ?? '').trim()
    say.mutate({
      ...{ id: words('id'), title: words('title'), control: words('control') },
      ...{ wrongShare: Number(words('wrong')) / 100, rightShare: Number(words('right')) / 100 },
    })
  }
  return (
    <form onSubmit={submit} className="grid max-w-4xl gap-3 md:grid-cols-2">
      <label className="grid content-start gap-1">
        <span className="font-medium">Id</span>
        <input className="field font-mono" name="id" required pattern="[a-z0-9][a-z0-9._\-]{0,79}" />
      </label>
      <label className="grid content-start gap-1">
        <span className="font-medium">What is reviewed in it</span>
        <input className="field" name="title" required maxLength={200} />
      </label>
      <label className="grid content-start gap-1">
        <span className="font-medium">Which control its reviewers are</span>
        <select className="field" name="control" required defaultValue="">
          <option value="" disabled>
            choose one
          </option>
          {controls.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div className="grid grid-cols-2 gap-3">
        <label className="grid content-start gap-1">
          <span className="font-medium">Wrong seeds in 100 items</span>
          <input className="field" name="wrong" type="number" min={0} max={50} step="any" defaultValue={5} required />
        </label>
        <label className="grid content-start gap-1">
          <span className="font-medium">Right seeds in 100 items</span>
          <input className="field" name="right" type="number" min={0} max={50} step="any" defaultValue={5} required />
        </label>
      </div>
      <p className="md:col-span-2">
        <button type="submit" className="button-primary" disabled={say.isPending || controls.length === 0}>
          Save the queue
        </button>
        <span role="status" className="ml-3 text-muted">
          {say.isSuccess && 'Saved.'}
        </span>
      </p>
      <Refusal error={say.error} />
    </form>
  )
}
