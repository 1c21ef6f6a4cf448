import type { ScopeDocument } from '@contract/scope.ts'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useMay } from '../session/use-may.ts'
import { KillSwitch } from './kill-switch.tsx'
import { scopeQuery } from './queries.ts'

/** A part of what people say of discovery. */
export interface ScopePart {
  id: string
  title: string
  aside: string
  show: (scope: ScopeDocument, may: boolean) => ReactNode
}

/** Parts below each other, with a bar that goes to them and stops everything: always in reach. */
export function ScopeParts({ label, parts }: { label: string; parts: readonly ScopePart[] }) {
  const { data, error, refetch } = useQuery(scopeQuery)
  const may = useMay('admin')
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  return (
    <>
      <Bar label={label} parts={parts} />
      {!data && <Skeleton rows={8} height={64} />}
      {data && !may && <p className="px-4 py-3 text-sm text-muted">Changing the scope needs the role "admin".</p>}
      {data &&
        parts.map(({ id, title, aside, show }, place) => (
          <div key={id} id={`scope-${id}`} className={`scroll-mt-24 md:scroll-mt-14 ${place === 0 ? '-mt-px' : ''}`}>
            <Section title={title} aside={aside}>
              {show(data, may)}
            </Section>
          </div>
        ))}
    </>
  )
}

function Bar({ label, parts }: { label: string; parts: readonly ScopePart[] }) {
  return (
    <div className="sticky top-0 z-10 flex flex-wrap items-center gap-x-3 gap-y-1 border-y border-line bg-paper px-4 py-2 print:hidden">
      <nav
        aria-label={label}
        className="flex min-w-0 basis-96 grow gap-1.5 overflow-x-auto [scrollbar-width:none] md:flex-wrap md:overflow-x-visible"
      >
        {parts.map(({ id, title }) => (
          <a
            key={id}
            href={`#scope-${id}`}
            className="chip shrink-0"
            onClick={(event) => {
              event.preventDefault()
              document.getElementById(`scope-${id}`)?.scrollIntoView()
            }}
          >
            {title}
          </a>
        ))}
      </nav>
      <KillSwitch />
    </div>
  )
}
