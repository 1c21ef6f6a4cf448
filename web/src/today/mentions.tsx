import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { mentionsQuery } from '../findings/use-comments.ts'
import { Section } from '../parts/section.tsx'
import { When } from '../parts/when.tsx'

/** Comments that speak to whoever looks, until they have seen them. */
export function Mentions() {
  const { data } = useQuery(mentionsQuery)
  if (!data || data.length === 0) return null
  return (
    <Section title="Said to you" aside={data.length.toLocaleString()}>
      <ul className="grid gap-1.5" aria-label="Said to you">
        {data.map(({ finding, author, at, words }) => (
          <li key={`${finding.id} ${at}`} className="grid gap-x-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            <Link
              to="/findings/$id"
              params={{ id: finding.id }}
              hash="comments"
              className="truncate text-accent underline"
            >
              {finding.title} on {finding.asset}
            </Link>
            <span className="truncate">
              <span className="text-muted">
                {author} <When at={at} />:
              </span>{' '}
              {words}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
