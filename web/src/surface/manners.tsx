import { unsetWords } from '@contract/source-words.ts'
import { useQuery } from '@tanstack/react-query'
import { Agents } from './agents.tsx'
import { NoticeRules } from './notice-rules.tsx'
import { scopeQuery } from './queries.ts'
import { type ScopePart, ScopeParts } from './scope-parts.tsx'
import { Budget, Identity, QuietHours, Sources } from './scope-settings.tsx'
import { SurfaceNav } from './surface-nav.tsx'

/** How discovery behaves: what most people set once, or never. */
export function Manners() {
  const { data } = useQuery(scopeQuery)
  const unset = data && unsetWords(data.settings)
  return (
    <div className="h-full overflow-y-auto pb-8">
      <SurfaceNav />
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold">Discovery settings</h1>
        <p className="prose-width text-muted">
          It works as it is. Here you set whom it asks, how much it sends and when, in whose name it looks and from
          where, and who is told of changes.
        </p>
        {unset !== undefined && <p className="prose-width text-soon">{unset}.</p>}
      </header>
      <ScopeParts label="Parts of the settings" parts={parts} />
    </div>
  )
}

const parts: readonly ScopePart[] = [
  {
    id: 'sources',
    title: 'Whom it asks',
    aside: 'resolvers, certificate logs, registries',
    show: ({ settings }, may) => <Sources settings={settings} may={may} />,
  },
  {
    id: 'identity',
    title: 'Identity',
    aside: 'in whose name it looks, and from where',
    show: ({ settings }, may) => <Identity settings={settings} may={may} />,
  },
  {
    id: 'notices',
    title: 'Notices',
    aside: 'which changes are told, and when',
    show: ({ noticeRules }, may) => <NoticeRules rules={noticeRules} may={may} />,
  },
  {
    id: 'quiet',
    title: 'Quiet hours',
    aside: 'when nothing is probed',
    show: ({ settings }, may) => <QuietHours settings={settings} may={may} />,
  },
  {
    id: 'budget',
    title: 'Budget',
    aside: 'how much is sent at most',
    show: ({ settings }, may) => <Budget settings={settings} may={may} />,
  },
  { id: 'agents', title: 'Agents', aside: 'who looks from elsewhere', show: (_scope, may) => <Agents may={may} /> },
]
