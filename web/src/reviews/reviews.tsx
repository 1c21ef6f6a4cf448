import type { DueReviewRow } from '@contract/reviews.ts'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { AssuranceNav } from '../assurance/assurance-nav.tsx'
import { Page } from '../assurance/page.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { Assumptions } from './assumptions.tsx'
import { reviewsAnswer, subjectWords } from './review-words.ts'
import { Subject } from './subject.tsx'
import { reviewsQuery, useHoldReview } from './use-reviews.ts'

/** What is to be looked at again, when and why; and what is only assumed. */
export function Reviews() {
  const { data, error, refetch } = useQuery(reviewsQuery)
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={8} height={52} />
  const due = data.filter(({ isDue }) => isDue)
  const later = data.filter(({ isDue }) => !isDue)
  return (
    <Page>
      <AssuranceNav />
      <header className="px-4 pt-3 pb-4">
        <h1 className="text-xl font-semibold text-balance">{reviewsAnswer(data)}.</h1>
        <p className="prose-width text-muted">
          Due at the earliest of calendar, change of version, incident or near miss, dead or suspect control, old
          evidence, and growth of what AI can do. A change that a case led to is due on the day planned there, an
          exception on its last.
        </p>
      </header>
      {due.length > 0 && (
        <Section title="Due now" aside={due.length.toLocaleString()}>
          <List reviews={due} />
        </Section>
      )}
      {later.length > 0 && (
        <Section title="Later" aside={`${later.length.toLocaleString()}, what is due next first`}>
          <List reviews={later} />
        </Section>
      )}
      <Section title="Assumptions" aside="beliefs about the world, each with its source and its last day">
        <Assumptions />
      </Section>
    </Page>
  )
}

const PAGE = 20

function List({ reviews }: { reviews: readonly DueReviewRow[] }) {
  const [most, setMost] = useState(PAGE)
  return (
    <>
      <ul className="max-w-5xl">
        {reviews.slice(0, most).map((review) => (
          <Item key={`${review.kind} ${review.id}`} review={review} />
        ))}
      </ul>
      {most < reviews.length && (
        <button type="button" className="button mt-2" onClick={() => setMost(most + PAGE)}>
          Show {Math.min(PAGE, reviews.length - most).toLocaleString()} more of {reviews.length.toLocaleString()}
        </button>
      )}
    </>
  )
}

function Item({ review }: { review: DueReviewRow }) {
  const [holding, setHolding] = useState(false)
  const may = useMay('analyst')
  const [first, ...others] = review.reasons
  const name = `${subjectWords[review.kind]} ${review.name}`
  return (
    <li className="border-t border-line py-1.5">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5">
        <time dateTime={review.due} className={`w-24 ${review.isDue ? 'font-semibold' : 'text-muted'}`}>
          {review.due}
        </time>
        <span className="min-w-0 grow basis-64">
          <span className="text-muted">{subjectWords[review.kind]}</span> <Subject review={review} />
          <span className="block text-sm text-muted">{first?.sentence}</span>
          {others.length > 0 && (
            <details className="text-sm">
              <summary className="w-fit py-1 text-accent">
                {others.length === 1 ? 'one more reason' : `${others.length.toLocaleString()} more reasons`}
              </summary>
              <ul>
                {others.map(({ kind, on, sentence }) => (
                  <li key={`${kind} ${on} ${sentence}`} className="text-muted">
                    {on}: {sentence}
                  </li>
                ))}
              </ul>
            </details>
          )}
        </span>
        <span className="text-sm text-muted">
          {review.owner ?? (review.kind === 'assumption' ? '' : 'nobody owns it')}
        </span>
        {may && review.kind !== 'assumption' && review.kind !== 'case-exception' && (
          <button
            type="button"
            className="button print:hidden"
            aria-expanded={holding}
            onClick={() => setHolding(!holding)}
          >
            Reviewed<span className="sr-only"> {name}</span>
          </button>
        )}
      </div>
      {holding && <Hold review={review} done={() => setHolding(false)} />}
    </li>
  )
}

function Hold({ review, done }: { review: DueReviewRow; done: () => void }) {
  const hold = useHoldReview()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const note = String(new FormData(event.currentTarget).get('note'))
    hold.mutate({ kind: review.kind, id: review.id, note }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit} className="mt-2 flex max-w-3xl flex-wrap items-end gap-3">
      <label className="grid min-w-0 grow gap-1">
        <span className="font-medium">What was looked at, and what came of it</span>
        <input className="field" name="note" required maxLength={2_000} />
      </label>
      <button type="submit" className="button-primary" disabled={hold.isPending}>
        Note the review
      </button>
      <Refusal error={hold.error} />
    </form>
  )
}
