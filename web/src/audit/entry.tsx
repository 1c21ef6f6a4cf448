import { Link } from '@tanstack/react-router'
import { Drawer } from '../parts/drawer.tsx'
import { When } from '../parts/when.tsx'
import { actionWords, subjectWords } from './entry-words.ts'
import type { AuditRow } from './use-audit.ts'

const erased = <span className="hatched px-1">its words were erased; its place in the chain stays</span>

/** One change as a row: who, what, on what; its details open beside the list. */
export function EntryItem({ entry, place }: { entry: AuditRow; place: number }) {
  return (
    <Link
      to="/audit"
      search={(search) => ({ ...search, peek: entry.id })}
      replace
      preload={false}
      data-row={place}
      className="grid h-full grid-cols-[auto_minmax(0,1fr)] content-center items-center gap-x-3 px-4 hover:bg-raised focus-visible:-outline-offset-2 md:grid-cols-[5rem_8rem_minmax(0,2fr)_minmax(0,3fr)_minmax(0,4fr)]"
    >
      <span className="hidden text-sm text-muted md:block">{entry.position.toLocaleString()}</span>
      <span className="text-sm text-muted">
        <When at={entry.at} />
      </span>
      {entry.action === null ? (
        <span className="md:col-span-3">{erased}</span>
      ) : (
        <>
          <span className="truncate font-medium" title={entry.actor ?? undefined}>
            {entry.actor}
          </span>
          <span className="truncate text-sm max-md:col-span-2" title={entry.action}>
            {actionWords(entry.action, entry.detail)}{' '}
            <span className="font-mono text-muted md:hidden">{subjectWords(entry)}</span>
          </span>
          <span className="hidden truncate font-mono text-sm text-muted md:block" title={entry.target ?? undefined}>
            {subjectWords(entry)}
          </span>
        </>
      )}
    </Link>
  )
}

/** One change in whole. */
export function EntryPeek({ entry, close }: { entry: AuditRow; close: () => void }) {
  return (
    <Drawer label="The change in whole" close={close}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5 px-4 py-3">
        <Fact name="Entry">{entry.position.toLocaleString()}</Fact>
        <Fact name="When">
          <When at={entry.at} /> <span className="text-sm text-muted">{entry.at}</span>
        </Fact>
        {entry.action === null ? (
          <Fact name="Words">{erased}</Fact>
        ) : (
          <>
            <Fact name="Who">{entry.actor}</Fact>
            <Fact name="What">
              {actionWords(entry.action, entry.detail)}{' '}
              <code className="font-mono text-sm text-muted">{entry.action}</code>
            </Fact>
            <Fact name="On">
              <Subject entry={entry} /> <code className="font-mono text-sm text-muted">{entry.target}</code>
            </Fact>
          </>
        )}
        <Fact name="Digest">
          <span className="font-mono text-sm">{entry.digest}</span>
        </Fact>
      </dl>
      {entry.detail && Object.keys(entry.detail).length > 0 && (
        <section aria-label="Details" className="px-4 pb-4">
          <h3 className="mb-1 font-medium">Details</h3>
          <Named entry={entry} />
          <pre className="max-w-full overflow-x-auto rounded-md bg-raised p-2 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
            {JSON.stringify(entry.detail, null, 2)}
          </pre>
        </section>
      )}
    </Drawer>
  )
}

const link = 'text-accent underline'

/** Where all of a kind are. */
const places = {
  person: '/people',
  target: '/notifications',
  ruling: '/rulings',
  change: '/rulings/changes',
  finding: '/findings',
  asset: '/assets',
} as const

/** What it is about, as a link where it is still there. */
function Subject({ entry }: { entry: AuditRow }) {
  const { action, target, subject } = entry
  const words = subjectWords(entry)
  const id = target ?? ''
  if (subject?.kind === 'finding')
    return (
      <Link to="/findings/$id" params={{ id }} className={link}>
        {words}
      </Link>
    )
  if (subject?.kind === 'asset')
    return (
      <Link to="/assets/$id" params={{ id }} className={link}>
        {words}
      </Link>
    )
  const place = subject && places[subject.kind]
  if (place)
    return (
      <Link to={place} className={link}>
        {words}
      </Link>
    )
  if (action?.startsWith('finding.claim'))
    return (
      <Link to="/fixes/$id" params={{ id }} className={link}>
        {words}
      </Link>
    )
  return words === target ? null : words
}

/** What the details name by ids, in words. */
function Named({ entry: { names } }: { entry: AuditRow }) {
  if (names.length === 0) return null
  return (
    <ul aria-label="What the details name" className="mb-2 list-disc pl-5">
      {names.map(({ id, kind, name }) => (
        <li key={id} className="wrap-anywhere">
          {kind === 'finding' || kind === 'asset' ? (
            <Link to={kind === 'finding' ? '/findings/$id' : '/assets/$id'} params={{ id }} className={link}>
              {name}
            </Link>
          ) : (
            name
          )}
        </li>
      ))}
    </ul>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  )
}
