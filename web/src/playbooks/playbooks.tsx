import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { AssuranceNav } from '../assurance/assurance-nav.tsx'
import { Page } from '../assurance/page.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { Editor } from './editor.tsx'
import { triggerWords } from './trigger-words.ts'
import { playbooksQuery } from './use-playbooks.ts'

/** Who made what is ours: the first version of what nobody here has changed. */
const READY = 'Lunette'

const example = `---
title: When the gateway is down
when:
  kinds: [incident, near-miss]
  words: [gateway, outage]
---
## Contain
- [ ] Switch tools to read only

## Learn
- [ ] Write down what nobody had thought of
`

/** What to do when something happens: ours to begin with, and your own. */
export function Playbooks() {
  const { data, error, refetch } = useQuery(playbooksQuery)
  const may = useMay('analyst')
  const navigate = useNavigate()
  const [id, setId] = useState('')
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={6} height={52} />
  const own = data.filter(({ madeBy }) => madeBy !== READY).length
  return (
    <Page>
      <AssuranceNav />
      <header className="px-4 pt-3 pb-4">
        <h1 className="text-xl font-semibold">
          {own === 0
            ? `${counted(data.length, 'playbook')}, all ready-made.`
            : `${counted(data.length, 'playbook')}, ${own.toLocaleString()} of your own.`}
        </h1>
        <p className="prose-width text-muted">
          A case runs one, its steps are ticked with time and person. Every version is kept; a version that comes of a
          case is one of the changes that close it.
        </p>
      </header>
      <ul className="px-4">
        {data.map((one) => (
          <li key={one.id} className="flex flex-wrap items-baseline gap-x-4 border-t border-line py-1.5">
            <Link
              to="/assurance/playbooks/$id"
              params={{ id: one.id }}
              className="min-w-0 grow basis-64 text-accent underline"
            >
              {one.title}
            </Link>
            <span className="w-full text-sm text-muted wrap-anywhere md:order-last">{triggerWords(one.when)}</span>
            <span className="text-sm text-muted">
              {one.madeBy === READY ? 'ready-made' : `version ${one.version} by ${one.madeBy}`}
              {one.madeBy !== READY && one.madeAt && (
                <>
                  , <When at={one.madeAt} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      {may && (
        <Section title="Write another">
          <label className="grid max-w-60 gap-1">
            <span className="font-medium">Its short name</span>
            <input
              className="field font-mono text-sm"
              placeholder="gateway-down"
              pattern="[a-z0-9][a-z0-9\-]*"
              maxLength={80}
              value={id}
              onChange={(event) => setId(event.target.value)}
            />
          </label>
          {/^[a-z0-9][a-z0-9-]*$/.test(id) && (
            <Editor
              id={id}
              body={example}
              done={() => void navigate({ to: '/assurance/playbooks/$id', params: { id } })}
            />
          )}
        </Section>
      )}
    </Page>
  )
}
