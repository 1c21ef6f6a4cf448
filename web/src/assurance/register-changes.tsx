import type { RegisterPreview } from '@contract/ai-register.ts'
import { keptWordsOf } from '@contract/ai-system-words.ts'
import { counted } from '@contract/fix-words.ts'

const nouns: Record<RegisterPreview['changes'][number]['list'], string> = {
  ...{ systems: 'AI system', controls: 'control', scenarios: 'scenario', assumptions: 'assumption' },
  ...{ gateways: 'target', monitors: 'monitor' },
}
const marks = { comes: '+', changes: '~', goes: '−' }
const headings = { comes: 'New', changes: 'Changed', goes: 'Removed' }

interface Props {
  preview: RegisterPreview
  busy: boolean
  take: () => void
  leave: () => void
}

/** What a register would make, say otherwise and take away, before anything is written. */
export function RegisterChanges({ preview: { changes, stays, kept }, busy, take, leave }: Props) {
  return (
    <section aria-label="What the register would change" className="mt-3 rounded-md border border-line p-3">
      <p className="font-medium">
        {changes.length === 0
          ? 'Nothing in it is new.'
          : `Taking it in makes ${counted(changes.length, 'change')}; nothing is written yet.`}
      </p>
      <ul className="mt-1">
        {changes.map(({ what, list, id, name, fields }) => (
          <li key={`${list} ${id}`} className="wrap-anywhere">
            <span aria-hidden className="font-mono">
              {marks[what]}{' '}
            </span>
            {headings[what]}: {nouns[list]} {name}
            {name !== id && <span className="text-muted"> ({id})</span>}
            {fields.map(({ field, from, to }) => (
              <span key={field} className="block pl-5 text-sm text-muted">
                {field}: {from} → {to}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {stays.length > 0 && (
        <p className="mt-1 text-sm text-muted wrap-anywhere">
          Stays, though the file does not name it: {stays.map(({ name }) => name).join(', ')}
        </p>
      )}
      <LeftAsSaid kept={kept} />
      <p className="mt-2 flex flex-wrap gap-2">
        {changes.length > 0 && (
          <button type="button" className="button-primary" disabled={busy} onClick={take}>
            Take it in
          </button>
        )}
        <button type="button" className="button" disabled={busy} onClick={leave}>
          {changes.length > 0 ? 'Leave it' : 'Close'}
        </button>
      </p>
    </section>
  )
}

/** What a file says otherwise than people did by hand: it is left, and said. */
export function LeftAsSaid({ kept }: { kept: RegisterPreview['kept'] }) {
  if (kept.length === 0) return null
  return (
    <ul className="mt-1 text-sm text-muted">
      {kept.map(({ id, differs }) => (
        <li key={id} className="wrap-anywhere">
          {id} stays as it was said by hand: {keptWordsOf(differs)}
        </li>
      ))}
    </ul>
  )
}
