import { notCompared, throughWords } from '@contract/pattern-words.ts'
import type { PatternDetail } from '@contract/patterns.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { Page } from '../assurance/page.tsx'
import { Up } from '../assurance/up.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { patternQuery, useSay } from './use-patterns.ts'

const route = getRouteApi('/assurance/patterns/$number')

/** One pattern: how often it was tried, by which requests, and what people said of it. */
export function Pattern() {
  const { number } = route.useParams()
  const { data, error, refetch } = useQuery(patternQuery(number))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={6} height={52} />
  return (
    <Page>
      <header className="px-4 pt-3 pb-3">
        <Up />
        <h1 className="mt-2 text-xl font-semibold wrap-anywhere">
          Pattern {data.number}
          {data.title && `: ${data.title}`}
        </h1>
        <p className="prose-width text-muted">
          {originOf(data)}. {notCompared}
        </p>
      </header>
      {data.cases.length > 0 && (
        <Section title="Cases">
          <ul>
            {data.cases.map((id) => (
              <li key={id}>
                <Link to="/assurance/cases/$id" params={{ id }} className="font-mono text-sm text-accent underline">
                  {id}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Members pattern={data} />
    </Page>
  )
}

function originOf({ ledFrom, splitFrom, times, cameThrough, firstAt }: PatternDetail): string {
  return [
    `Seen ${times.toLocaleString()} times${firstAt === null ? '' : ` since ${firstAt.slice(0, 10)}`}`,
    throughWords(cameThrough),
    ...(ledFrom === null ? [] : [`pattern ${ledFrom} went into it`]),
    ...(splitFrom === null ? [] : [`it was split from pattern ${splitFrom}`]),
  ].join('; ')
}

/** Its requests, with a way to say which of them are something else. */
function Members({ pattern }: { pattern: PatternDetail }) {
  const may = useMay('analyst')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const say = useSay(pattern.number)
  const toggle = (id: string) => setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  const split = () => say.mutate({ what: 'split', items: [...chosen] }, { onSuccess: () => setChosen([]) })
  return (
    <Section title="What belongs to it" aside="seen last first; the words are not kept">
      <ul aria-label="Items" className="border-t border-line">
        {pattern.members.map(({ id, kind, system, times, cameThrough, shingles, lastAt }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-4 border-b border-line py-1.5">
            {may && (
              <input
                type="checkbox"
                aria-label={`Choose ${id}`}
                checked={chosen.includes(id)}
                onChange={() => toggle(id)}
              />
            )}
            <span className="min-w-0 font-mono text-sm">{id}</span>
            <span className="text-sm">
              {kind === 'case' ? 'a case' : `seen ${times.toLocaleString()} times`}
              {cameThrough > 0 && `, came through ${cameThrough.toLocaleString()}`}
            </span>
            <span className="text-sm text-muted">
              {system ?? 'no system'}, {shingles.toLocaleString()} pairs of words
            </span>
            <span className="text-sm text-muted lg:ml-auto">
              <When at={lastAt} />
            </span>
          </li>
        ))}
      </ul>
      {may && (
        <div className="mt-3 print:hidden">
          <button type="button" className="button" disabled={chosen.length === 0 || say.isPending} onClick={split}>
            These are something else
          </button>
          <Sayings pattern={pattern} say={say} />
          <Refusal error={say.error} />
        </div>
      )}
    </Section>
  )
}

function Sayings({ pattern, say }: { pattern: PatternDetail; say: ReturnType<typeof useSay> }) {
  const [title, setTitle] = useState(pattern.title ?? '')
  const [into, setInto] = useState('')
  const name = (event: FormEvent) => {
    event.preventDefault()
    say.mutate({ what: 'name', title: title.trim() === '' ? null : title.trim() })
  }
  const merge = (event: FormEvent) => {
    event.preventDefault()
    say.mutate({ what: 'merge', into: Number(into) })
  }
  return (
    <div className="mt-3 grid max-w-3xl gap-3 md:grid-cols-2">
      <form onSubmit={name} className="grid content-start gap-1">
        <label className="grid gap-1">
          <span className="font-medium">What people call it</span>
          <input className="field" value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        </label>
        <button type="submit" className="button justify-self-start">
          Name it
        </button>
      </form>
      <form onSubmit={merge} className="grid content-start gap-1">
        <label className="grid gap-1">
          <span className="font-medium">It is the same as pattern</span>
          <input
            className="field"
            type="number"
            min={1}
            required
            value={into}
            onChange={(event) => setInto(event.target.value)}
          />
        </label>
        <button type="submit" className="button justify-self-start">
          Merge
        </button>
      </form>
    </div>
  )
}
