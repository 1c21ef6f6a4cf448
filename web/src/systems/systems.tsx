import { counted } from '@contract/fix-words.ts'
import { useQueries } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { AssuranceNav } from '../assurance/assurance-nav.tsx'
import { Page } from '../assurance/page.tsx'
import { SystemList } from '../assurance/system-list.tsx'
import { controlsQuery, systemsQuery } from '../assurance/use-assurance.ts'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { useMay } from '../session/use-may.ts'
import { Discoveries } from './discoveries.tsx'
import { SystemForm } from './system-form.tsx'
import { TakeBom } from './take-bom.tsx'
import { discoveriesQuery } from './use-discoveries.ts'

/** Which AI systems run, and which of them nothing guards. */
export function Systems() {
  const [systems, controls, found] = useQueries({ queries: [systemsQuery, controlsQuery, discoveriesQuery] })
  const failed = [systems, controls, found].find(({ error }) => error)
  if (failed) return <ProblemBox error={failed.error} retry={() => failed.refetch()} />
  if (!systems.data || !controls.data || !found.data) return <Skeleton rows={6} height={120} />
  const running = systems.data.filter(({ retired }) => retired === null)
  const retired = systems.data.filter((system) => system.retired !== null)
  const guarded = new Set(controls.data.map(({ system }) => system))
  const bare = running.filter(({ slug }) => !guarded.has(slug)).length
  const waiting = found.data.filter(({ ruling, registeredAs }) => ruling === null && registeredAs === null).length
  const nobody = running.filter(({ owner }) => owner === null).length
  return (
    <Page>
      <AssuranceNav />
      <header className="px-4 pt-3 pb-4">
        <h1 className="text-xl font-semibold text-balance">
          {running.length === 0
            ? `No AI system is ${retired.length > 0 ? 'in use' : 'registered'}: ${waiting > 0 ? `is one of the ${counted(waiting, 'find')} of AI below in use?` : 'which AI runs here?'}`
            : [
                counted(running.length, 'AI system'),
                bare > 0 && `${bare.toLocaleString()} without a safeguard of its own`,
                waiting > 0 && `${counted(waiting, 'find')} of AI to look at`,
                nobody > 0 && `${nobody.toLocaleString()} without an owner`,
              ]
                .filter(Boolean)
                .join(', ')}
          {running.length > 0 && '.'}
        </h1>
      </header>
      <div className="px-4">
        {(running.length > 0 || retired.length === 0) && <SystemList systems={running} />}
        {retired.length > 0 && (
          <details className="mt-3">
            <summary className="text-accent">{retired.length.toLocaleString()} retired</summary>
            <div className="mt-2">
              <SystemList systems={retired} />
            </div>
          </details>
        )}
      </div>
      <EnterSystem open={systems.data.length === 0 && waiting === 0} />
      <div className="mt-4">
        <Discoveries discoveries={found.data} systems={running} />
      </div>
      <Section title="ML-BOM" aside="CycloneDX 1.5 to 1.7, in JSON or XML">
        <TakeBom />
        <p className="prose-width mt-2 text-sm text-muted">
          A vendor’s document gives the models and data of a system. Each system is written as one on its own page.
        </p>
      </Section>
    </Page>
  )
}

/** The way in by hand, for a system that no file names. */
function EnterSystem({ open }: { open: boolean }) {
  const may = useMay('analyst')
  const navigate = useNavigate()
  if (!may) return null
  return (
    <details className="mx-4 mt-4 max-w-4xl rounded-md border border-line print:hidden" open={open}>
      <summary className="px-3 py-2 font-medium">Enter an AI system</summary>
      <SystemForm
        system={null}
        done={({ slug }) => void navigate({ to: '/assurance/systems/$slug', params: { slug } })}
      />
    </details>
  )
}
