import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../api/queries.ts'
import { Section } from '../parts/section.tsx'
import { SettingsNav } from '../settings/settings-nav.tsx'
import { Deliveries } from './deliveries.tsx'
import { Digest } from './digest.tsx'
import { Targets } from './targets.tsx'

/** What goes out: one's own digest, and for administrators the places notices go to and how they got there. */
export function Notifications() {
  const { data: session } = useQuery(sessionQuery)
  const governs = session?.role === 'admin'
  return (
    <div className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">Notifications</h1>
        <p className="prose-width text-muted">
          What happens here can be told elsewhere. Each notice is sent until it arrives, in order, and can be looked up.
        </p>
      </header>
      <SettingsNav />
      <Section title="Your digest">
        <Digest />
      </Section>
      {governs && (
        <>
          <Section title="Targets" aside="where notices go">
            <Targets />
          </Section>
          <Section title="Deliveries" aside="newest first">
            <Deliveries />
          </Section>
        </>
      )}
    </div>
  )
}
