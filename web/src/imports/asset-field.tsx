import type { AssetRow } from '@contract/assets.ts'
import type { Page } from '@contract/page.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useId } from 'react'
import { call } from '../api/client.ts'

/** Names the asset that files belong to, and says whether it is one that is there or a new one. */
export function AssetField({ name, write }: { name: string; write: (name: string) => void }) {
  const list = useId()
  const words = useDeferredValue(name.replaceAll('"', '').trim())
  const { data, isFetching } = useQuery({
    queryKey: ['assets', 'called', words],
    queryFn: () => call<Page<AssetRow>>(`/assets?${new URLSearchParams({ filter: `"${words}"`, limit: '20' })}`),
    enabled: words !== '',
    placeholderData: keepPreviousData,
  })
  const rows = words === '' ? [] : (data?.rows ?? [])
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1">
      <label className="flex flex-wrap items-center gap-x-2 gap-y-1">
        Belongs to the asset
        <input
          className="field w-64"
          list={list}
          value={name}
          maxLength={200}
          placeholder="what the file itself says"
          onChange={(event) => write(event.target.value)}
        />
      </label>
      <datalist id={list}>
        {rows.map((row) => (
          <option key={row.id} value={row.name}>
            {row.kind}
          </option>
        ))}
      </datalist>
      <span className="text-sm text-muted" aria-live="polite">
        {words !== '' && !isFetching && ownerWords(rows, words)}
      </span>
    </div>
  )
}

/** What a name means: an asset that is there, one of several, or a new one. */
export function ownerWords(rows: readonly Pick<AssetRow, 'name' | 'kind'>[], name: string): string {
  const called = rows.filter((row) => row.name === name)
  if (called.length === 0) return 'Nothing is called that: it will be a new asset.'
  const kinds = called.map(({ kind }) => kind.replaceAll('-', ' '))
  return called.length === 1
    ? `It joins the ${kinds[0]} of that name.`
    : `Several are called that (${kinds.join(', ')}): it joins the one of the file’s own kind.`
}
