import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { Page } from '../assurance/page.tsx'
import { MarkdownText } from '../parts/markdown-text.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useKey } from '../parts/use-key.ts'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'
import { Editor } from './editor.tsx'
import { triggerWords } from './trigger-words.ts'
import { playbookQuery } from './use-playbooks.ts'

const route = getRouteApi('/assurance/playbooks/$id')

/** One playbook with every version that was kept. */
export function Playbook() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(playbookQuery(id))
  const may = useMay('analyst')
  const router = useRouter()
  const [editing, setEditing] = useState(false)
  useKey('Escape', () => void router.navigate({ to: '/assurance/playbooks' }))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={8} height={52} />
  const [newest, ...older] = data
  return (
    <Page>
      <header className="px-4 pt-3 pb-4">
        <Link to="/assurance/playbooks" className="text-sm text-accent underline print:hidden">
          ← Playbooks
        </Link>
        <h1 className="mt-2 text-xl font-semibold">{newest!.title}</h1>
        <p className="text-muted">{newest!.version === 0 ? 'Ready-made, by Lunette' : `Version ${newest!.version}`}</p>
      </header>
      <Section title="Text">
        <p className="prose-width mb-3 text-muted wrap-anywhere">{triggerWords(newest!.when)}</p>
        <Text body={newest!.text} />
        {may && (
          <button
            type="button"
            className="button mt-3 print:hidden"
            aria-expanded={editing}
            onClick={() => setEditing(!editing)}
          >
            Change it
          </button>
        )}
        {editing && <Editor key={newest!.version} id={id} body={newest!.body} done={() => setEditing(false)} />}
      </Section>
      {older.length > 0 && (
        <Section title="Earlier versions" aside={older.length.toLocaleString()}>
          {older.map((one) => (
            <details key={one.version} className="border-t border-line py-1">
              <summary className="py-1">
                {one.version === 0 ? 'ready-made' : `version ${one.version}`} by {one.madeBy}
                {one.madeAt && (
                  <>
                    , <When at={one.madeAt} />
                  </>
                )}
              </summary>
              <Text body={one.text} />
            </details>
          ))}
        </Section>
      )}
    </Page>
  )
}

function Text({ body }: { body: string }) {
  return (
    <div className="prose-width">
      <MarkdownText body={body} isDocument />
    </div>
  )
}
