import type { AssetRow } from '@contract/assets.ts'
import type { Page } from '@contract/page.ts'
import type { Neighbourhood } from '@contract/relations.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { call } from '../../api/client.ts'
import { useToldHere } from '../../api/connection.ts'
import { useRelations } from './use-relations.ts'

type Statable = Neighbourhood['statable'][number]

/** What people most often know better than any import. */
const usual = ['depends_on', 'runs_on', 'contains']

/** States by hand that this asset hangs together with another one. */
export function StateRelation({
  assetId,
  statable,
  done,
}: {
  assetId: string
  statable: readonly Statable[]
  done: () => void
}) {
  const choices = statable.toSorted((a, b) => placeOf(a) - placeOf(b))
  const [chosen, setChosen] = useState(0)
  const [name, setName] = useState('')
  const { state } = useRelations(assetId)
  useToldHere(state.error)
  const kind = choices[chosen]
  const found = useAssetsCalled(kind?.others ?? [], assetId, name)
  // Looked up in what was found, not when it is written: whoever types faster than the server answers has chosen, too.
  const other = found.rows.find((row) => row.name === name)
  if (!kind) return <p className="text-muted">No relation leads to or from an asset of this kind.</p>
  return (
    <form
      className="mb-3 flex max-w-3xl flex-wrap items-start gap-2 rounded-md border border-line bg-raised p-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (other) state.mutate({ kind: kind.kind, direction: kind.direction, other: other.id }, { onSuccess: done })
      }}
    >
      <span className="flex min-h-8 items-center gap-2">
        It
        <select
          aria-label="Relation"
          className="field w-auto"
          value={chosen}
          onChange={(event) => {
            setChosen(Number(event.target.value))
            setName('')
          }}
        >
          {choices.map(({ kind: name, direction, words }, index) => (
            <option key={`${name} ${direction}`} value={index}>
              {words}
            </option>
          ))}
        </select>
      </span>
      <OtherAsset kinds={kind.others} found={found} chosen={other} name={name} write={setName} />
      <button type="submit" className="button-primary" disabled={!other || state.isPending}>
        State it
      </button>
      <button type="button" className="button" onClick={done}>
        Cancel
      </button>
      <p role="alert" className={state.error ? 'w-full text-now' : 'sr-only'}>
        {state.error?.message}
      </p>
    </form>
  )
}

function placeOf({ kind, direction }: Statable): number {
  const place = usual.indexOf(kind)
  return (place < 0 ? usual.length : place) * 2 + (direction === 'in' ? 1 : 0)
}

/** The assets of some kinds, other than this one, whose names hold what was written. */
function useAssetsCalled(kinds: readonly string[], own: string, text: string) {
  const words = text.replaceAll('"', '').trim()
  const { data, isFetching } = useQuery({
    queryKey: ['assets', 'find', kinds, words],
    queryFn: () => {
      const filter = `kind:${kinds.join(',')}${words ? ` "${words}"` : ''}`
      return call<Page<AssetRow>>(`/assets?${new URLSearchParams({ filter, limit: '20' })}`)
    },
    enabled: kinds.length > 0,
    placeholderData: keepPreviousData,
  })
  const rows = data?.rows.filter(({ id }) => id !== own) ?? []
  return {
    rows,
    hasMore: (data?.total ?? 0) > rows.length + 1,
    isNone: words !== '' && rows.length === 0 && !isFetching,
  }
}

interface OtherAssetProps {
  kinds: readonly string[]
  found: ReturnType<typeof useAssetsCalled>
  chosen: AssetRow | undefined
  name: string
  write: (name: string) => void
}

/** Names an asset of one of the kinds. */
function OtherAsset({ kinds, found: { rows, hasMore, isNone }, chosen, name, write }: OtherAssetProps) {
  const list = useId()
  return (
    <div className="w-72">
      <input
        className="field"
        aria-label="Other asset"
        placeholder="name of the other asset"
        list={list}
        value={name}
        onChange={(event) => write(event.target.value)}
      />
      <datalist id={list}>
        {rows.map((row) => (
          <option key={row.id} value={row.name}>
            {row.kind}
          </option>
        ))}
      </datalist>
      <p className="mt-1 text-sm text-muted" aria-live="polite">
        {chosen
          ? chosen.kind
          : isNone
            ? `No ${kinds.join(' or ')} is called that.`
            : `One of ${rows.length}${hasMore ? ' and more' : ''}: write its name.`}
      </p>
    </div>
  )
}
