import type { AssetRow } from '@contract/assets.ts'
import type { Page } from '@contract/page.ts'
import type { Neighbourhood } from '@contract/relations.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { call } from '../../api/client.ts'
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
  const [other, setOther] = useState<AssetRow>()
  const { state } = useRelations(assetId)
  const kind = choices[chosen]
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
            setOther(undefined)
          }}
        >
          {choices.map(({ kind: name, direction, words }, index) => (
            <option key={`${name} ${direction}`} value={index}>
              {words}
            </option>
          ))}
        </select>
      </span>
      <OtherAsset kinds={kind.others} own={assetId} chosen={other} choose={setOther} />
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

interface OtherAssetProps {
  kinds: readonly string[]
  own: string
  chosen: AssetRow | undefined
  choose: (asset: AssetRow | undefined) => void
}

/** Finds an asset of one of the kinds by its name. */
function OtherAsset({ kinds, own, chosen, choose }: OtherAssetProps) {
  const [text, setText] = useState('')
  const list = useId()
  const words = text.replaceAll('"', '').trim()
  const found = useQuery({
    queryKey: ['assets', 'find', kinds, words],
    queryFn: () => {
      const filter = `kind:${kinds.join(',')}${words ? ` "${words}"` : ''}`
      return call<Page<AssetRow>>(`/assets?${new URLSearchParams({ filter, limit: '20' })}`)
    },
    placeholderData: keepPreviousData,
  })
  const rows = found.data?.rows.filter(({ id }) => id !== own) ?? []
  return (
    <div className="w-72">
      <input
        className="field"
        aria-label="Other asset"
        placeholder="name of the other asset"
        list={list}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          choose(rows.find(({ name }) => name === event.target.value))
        }}
      />
      <datalist id={list}>
        {rows.map(({ id, name, kind }) => (
          <option key={id} value={name}>
            {kind}
          </option>
        ))}
      </datalist>
      <p className="mt-1 text-sm text-muted" aria-live="polite">
        {chosen
          ? chosen.kind
          : words !== '' && rows.length === 0 && !found.isFetching
            ? `No ${kinds.join(' or ')} is called that.`
            : `One of ${rows.length}${(found.data?.total ?? 0) > rows.length + 1 ? ' and more' : ''}: write its name.`}
      </p>
    </div>
  )
}
