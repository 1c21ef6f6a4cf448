import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { matching, type PaletteEntry } from './entry.ts'
import { useCommands } from './use-commands.ts'
import { type Found, useFound } from './use-found.ts'
import { useSafeguards } from './use-safeguards.ts'

/** Search, go, do: one field for all of it, by keyboard alone. */
export function Palette({ close, help }: { close: () => void; help: () => void }) {
  const dialogue = useRef<HTMLDialogElement>(null)
  const [text, setText] = useState('')
  const [place, setPlace] = useState(0)
  useEffect(() => dialogue.current?.showModal(), [])
  const commands = matching(useCommands(help), text)
  const found = useFound(text)
  const entries = [...commands, ...useSafeguards(text), ...found.entries]
  const at = Math.min(place, Math.max(0, entries.length - 1))
  const run = (entry: PaletteEntry | undefined) => {
    if (!entry) return
    dialogue.current?.close()
    entry.run()
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined && event.key !== 'Enter') return
    event.preventDefault()
    if (step === undefined) run(entries[at])
    else setPlace((at + step + entries.length) % Math.max(1, entries.length))
  }
  return (
    <dialog
      ref={dialogue}
      onClose={close}
      aria-label="Search, go, do"
      className="mx-auto mt-[10dvh] w-[min(40rem,calc(100vw-2rem))] overflow-hidden rounded-md border border-line bg-paper text-ink shadow-xl"
    >
      <input
        role="combobox"
        aria-label="Search findings, assets, vulnerabilities and safeguards, go to a page, or do something"
        aria-expanded="true"
        aria-controls="palette-entries"
        aria-activedescendant={entries.length > 0 ? `palette-${at}` : undefined}
        className="w-full border-b border-line bg-paper px-4 py-3 text-lg outline-none placeholder:text-muted"
        placeholder="Search, go, do …"
        value={text}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => {
          setText(event.target.value)
          setPlace(0)
        }}
        onKeyDown={press}
      />
      <Entries entries={entries} at={at} run={run} />
      {(entries.length === 0 || found.state === 'failed') && (
        <p role="status" className="px-4 py-3 text-muted">
          {nothingWords[found.state]}
        </p>
      )}
    </dialog>
  )
}

const nothingWords: Readonly<Record<Found['state'], string>> = {
  found: 'Nothing here has these words.',
  searching: 'Searching …',
  failed: 'The search failed: whether anything has these words is unknown.',
}

function Entries(props: { entries: readonly PaletteEntry[]; at: number; run: (entry: PaletteEntry) => void }) {
  const { entries, at, run } = props
  const chosen = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another element.
  useEffect(() => void chosen.current?.scrollIntoView({ block: 'nearest' }), [at])
  return (
    <div id="palette-entries" role="listbox" aria-label="Results" className="max-h-[50dvh] overflow-y-auto p-1">
      {entries.map((entry, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys.
        <div
          key={`${entry.group} ${entry.id}`}
          id={`palette-${place}`}
          ref={place === at ? chosen : undefined}
          role="option"
          tabIndex={-1}
          aria-selected={place === at}
          className="flex cursor-pointer items-baseline gap-3 rounded px-3 py-1.5 aria-selected:bg-accent-tint aria-selected:text-accent"
          onClick={() => run(entry)}
        >
          <span className="w-24 shrink-0 truncate text-sm text-muted">{entry.group}</span>
          <span className="min-w-0 flex-1 truncate">{entry.label}</span>
          {entry.hint && <span className="max-w-2/5 truncate font-mono text-sm text-muted">{entry.hint}</span>}
        </div>
      ))}
    </div>
  )
}
