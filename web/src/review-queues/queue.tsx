import { intervalWords } from '@contract/number-words.ts'
import type { ReviewQueueRow } from '@contract/review-queues.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { FormEvent } from 'react'
import { Page } from '../assurance/page.tsx'
import { Term } from '../assurance/scenario-terms.tsx'
import { useControlNames } from '../assurance/use-assurance.ts'
import { Unknown } from '../parts/basis.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { ReadingMark } from './reading-mark.tsx'
import { catchWords, verdictHints } from './reading-words.ts'
import { itemsQuery, queueQuery, reviewersQuery, useDecide, useSeed } from './use-queues.ts'

const route = getRouteApi('/assurance/review-queues/$id')

/** One review queue: what waits, and what its seeds tell of all who review. */
export function ReviewQueue() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(queueQuery(id))
  const [reviews, owns] = [useMay('analyst'), useMay('owner')]
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={6} height={52} />
  return (
    <Page>
      <header className="px-4 pt-3 pb-4">
        <Link to="/assurance/review-queues" className="text-sm text-accent underline">
          ← Human review
        </Link>
        <h1 className="mt-2 text-xl font-semibold wrap-anywhere">{data.title}</h1>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 text-lg">
          <ReadingMark verdict={data.reading.verdict} />
          <span>{catchWords(data)}</span>
        </p>
        <p className="prose-width mt-1 text-muted">{verdictHints[data.reading.verdict]}</p>
      </header>
      {reviews && (
        <Section title="To review" aside={`${data.waiting.toLocaleString()} waiting`}>
          <Items id={id} />
        </Section>
      )}
      <Section title="How its reviewers do" aside="all of them together">
        <Figures queue={data} />
      </Section>
      {owns && (
        <>
          <Section title="Single reviewers" aside="only those who met enough seeds">
            <Reviewers id={id} least={data.leastSeeds} />
          </Section>
          <Section title="Seeds" aside={`${(data.seedsLeft ?? 0).toLocaleString()} not shown yet`}>
            <SeedForm id={id} />
          </Section>
        </>
      )}
    </Page>
  )
}

/** One item after another: what it is, and two ways to end it. */
function Items({ id }: { id: string }) {
  const { data, error } = useQuery(itemsQuery(id))
  const decide = useDecide()
  if (error) return <p className="text-now">{error.message}</p>
  const item = data?.items[0]
  if (!item) return <p className="text-muted">Nothing waits.</p>
  return (
    <div className="max-w-3xl rounded-md border border-line p-3" aria-live="polite">
      <p className="font-medium wrap-anywhere">{item.title}</p>
      {item.body && <p className="mt-1 whitespace-pre-line wrap-anywhere">{item.body}</p>}
      <p className="mt-3 flex gap-2">
        <button
          type="button"
          className="button"
          disabled={decide.isPending}
          onClick={() => decide.mutate({ item: item.id, decision: 'stop' })}
        >
          Stop it
        </button>
        <button
          type="button"
          className="button"
          disabled={decide.isPending}
          onClick={() => decide.mutate({ item: item.id, decision: 'pass' })}
        >
          Let it pass
        </button>
      </p>
      <Refusal error={decide.error} />
    </div>
  )
}

function Figures({ queue: { control, reading, seeded, leastSeeds } }: { queue: ReviewQueueRow }) {
  const { catchRate, falseAlarmRate, sensitivity, criterion } = reading
  const nameOf = useControlNames()
  const none = `At least ${leastSeeds} wrong items and some right ones are needed`
  return (
    <dl className="max-w-4xl">
      <Term name="Wrong items stopped">
        {catchRate ? (
          `${seeded.hits} of ${seeded.hits + seeded.misses}, ${intervalWords(catchRate.interval)}`
        ) : (
          <Unknown hint={none} />
        )}
      </Term>
      <Term name="Right items stopped">
        {falseAlarmRate ? (
          `${seeded.falseAlarms} of ${seeded.falseAlarms + seeded.correctRejections}, ${intervalWords(falseAlarmRate.interval)}`
        ) : (
          <Unknown hint={none} />
        )}
      </Term>
      <Term name="Telling apart (d′)">
        {sensitivity === null ? <Unknown hint={none} /> : sensitivity.toFixed(2)}{' '}
        <span className="text-sm text-muted">how well wrong is told from right; 0 is chance</span>
      </Term>
      <Term name="Leaning (c)">
        {criterion === null ? <Unknown hint={none} /> : criterion.toFixed(2)}{' '}
        <span className="text-sm text-muted">above 0: inclined to let through; below: to stop</span>
      </Term>
      <Term name="Evidence of">
        <Link to="/assurance/controls/$id" params={{ id: control }} className="text-accent underline">
          {nameOf(control)}
        </Link>
      </Term>
    </dl>
  )
}

function Reviewers({ id, least }: { id: string; least: number }) {
  const { data } = useQuery(reviewersQuery(id))
  if (!data) return null
  return (
    <>
      <ul>
        {data.reviewers.map((one) => (
          <li key={one.name} className="flex flex-wrap items-baseline gap-x-3 py-1">
            <span className="font-medium">{one.name}</span>
            <ReadingMark verdict={one.reading.verdict} />
            <span>{catchWords(one)}</span>
          </li>
        ))}
      </ul>
      {data.reviewers.length + data.tooFew === 0 && <p className="text-muted">Nobody decided a seeded item yet.</p>}
      {data.tooFew > 0 && (
        <p className="text-muted">
          {data.tooFew.toLocaleString()} met fewer than {least} wrong items: nothing is said of them.
        </p>
      )}
    </>
  )
}

function SeedForm({ id }: { id: string }) {
  const seed = useSeed(id)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const words = new FormData(form)
    seed.mutate(
      {
        ...{ title: String(words.get('title') ?? ''), body: String(words.get('body') ?? '') },
        truth: words.get('truth') === 'right' ? 'right' : 'wrong',
      },
      { onSuccess: () => form.reset() },
    )
  }
  return (
    <form onSubmit={submit} className="grid max-w-3xl gap-3">
      <p className="text-muted">
        Write it as real items are written. It is shown once; what you decide of it yourself is not counted.
      </p>
      <label className="grid gap-1">
        <span className="font-medium">Title</span>
        <input className="field" name="title" required maxLength={300} />
      </label>
      <label className="grid gap-1">
        <span className="font-medium">What there is to judge by</span>
        <textarea className="field" name="body" rows={3} maxLength={8_000} />
      </label>
      <fieldset className="flex flex-wrap gap-x-4">
        <legend className="sr-only">What it is</legend>
        <label className="flex min-h-7 items-center gap-2">
          <input type="radio" name="truth" value="wrong" defaultChecked /> It is wrong, and to be stopped
        </label>
        <label className="flex min-h-7 items-center gap-2">
          <input type="radio" name="truth" value="right" /> It is right
        </label>
      </fieldset>
      <p>
        <button type="submit" className="button" disabled={seed.isPending}>
          Add the seed
        </button>
        <span role="status" className="ml-3 text-muted">
          {seed.isSuccess && 'Added.'}
        </span>
      </p>
      <Refusal error={seed.error} />
    </form>
  )
}
