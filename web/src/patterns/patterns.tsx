import { notCompared, throughWords } from '@contract/pattern-words.ts'
import type { PatternRow } from '@contract/patterns.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { AssuranceNav } from '../assurance/assurance-nav.tsx'
import { Page } from '../assurance/page.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { patternsQuery } from './use-patterns.ts'

/** What is tried again and again against AI systems, told without its words. */
export function Patterns() {
  const { data, error, refetch } = useQuery(patternsQuery)
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={6} height={52} />
  return (
    <Page>
      <AssuranceNav />
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">{answerOf(data)}</h1>
        <p className="prose-width text-muted">
          Requests that are near-duplicates of one another stand together here. {notCompared} Their words are not kept:
          pairs of words are compared by keyed digests.
        </p>
      </header>
      {data.length === 0 ? (
        <p className="prose-width px-4 text-muted">
          A pattern is there once two such requests are alike. They come with traces that carry what was asked
          (gen_ai.input.messages) beside the decision of a guardrail.
        </p>
      ) : (
        <ul aria-label="Patterns, seen last first" className="mx-4 border-t border-line">
          {data.map((one) => (
            <Pattern key={one.number} pattern={one} />
          ))}
        </ul>
      )}
    </Page>
  )
}

function answerOf(patterns: readonly PatternRow[]): string {
  const through = patterns.filter(({ cameThrough }) => cameThrough > 0).length
  if (patterns.length === 0) return 'Nothing was tried twice that is alike, as far as traces tell'
  const all = `${patterns.length.toLocaleString()} ${patterns.length === 1 ? 'pattern' : 'patterns'} of abuse`
  return `${all}, ${throughWords(through)}`
}

function Pattern({ pattern }: { pattern: PatternRow }) {
  const { number, title, times, cameThrough, systems, cases, lastAt } = pattern
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 border-b border-line py-1.5">
      <Link
        to="/assurance/patterns/$number"
        params={{ number: String(number) }}
        className="min-w-0 text-accent underline wrap-anywhere lg:w-80"
      >
        {number}. {title ?? 'not named yet'}
      </Link>
      <span>
        seen {times.toLocaleString()} times
        {cameThrough > 0 && <span className="font-medium text-now">, came through {cameThrough.toLocaleString()}</span>}
      </span>
      <span className="text-sm text-muted">
        {systems.join(', ')}
        {cases.length > 0 && ` · ${cases.length} ${cases.length === 1 ? 'case' : 'cases'}`}
      </span>
      <span className="text-sm text-muted lg:ml-auto">{lastAt && <When at={lastAt} />}</span>
    </li>
  )
}
