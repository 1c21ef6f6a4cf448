import { type ReactNode, useDeferredValue, useState } from 'react'

interface Found {
  id: string
  words: ReactNode
  /** Where it is from. */
  from: string
}

interface Props {
  legend: string
  /** What is searched, for those who hear it. */
  search: string
  placeholder: string
  ids: readonly string[]
  change: (ids: string[]) => void
  /** How an id that is named looks. */
  shown: (id: string) => ReactNode
  /** What a text finds; `undefined`: it is being looked for. */
  useFound: (text: string) => readonly Found[] | undefined
  /** Said where nothing is found. */
  nothing: ReactNode
}

/** Names things of a catalogue by searching it. */
export function NamesField({ legend, search, placeholder, ids, change, shown, useFound, nothing }: Props) {
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const found = useFound(asked)
  const offered = (found ?? []).filter(({ id }) => !ids.includes(id))
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium">{legend}</legend>
      <ul className="flex flex-wrap gap-1.5">
        {ids.map((id) => (
          <li key={id} className="inline-flex items-center gap-1 rounded border border-line pl-1.5 text-sm">
            {shown(id)}
            <button type="button" className="icon-button" onClick={() => change(ids.filter((one) => one !== id))}>
              <span aria-hidden>✕</span>
              <span className="sr-only">Remove {id}</span>
            </button>
          </li>
        ))}
      </ul>
      <input
        className="field max-w-md"
        type="search"
        aria-label={search}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {asked.length > 1 && (
        <ul className="max-h-56 max-w-2xl overflow-y-auto" aria-label={`Found ${legend.toLowerCase()}`}>
          {offered.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="w-full py-1 text-left hover:bg-raised"
                onClick={() => {
                  change([...ids, one.id])
                  setText('')
                }}
              >
                {one.words} <span className="text-sm text-muted">{one.from}</span>
              </button>
            </li>
          ))}
          {found && offered.length === 0 && (
            <li className="text-sm text-muted">
              {found.length > 0 ? 'All that is called so is named already.' : nothing}
            </li>
          )}
        </ul>
      )}
    </fieldset>
  )
}
