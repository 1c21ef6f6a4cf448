import type { SurfaceRow } from '@contract/surface.ts'
import { useState } from 'react'
import { useToldHere } from '../api/connection.ts'
import { useMay } from '../session/use-may.ts'
import { useScopeChange } from './queries.ts'

type Named = Pick<SurfaceRow, 'kind' | 'name' | 'standing'>

/** Accepts or rejects an asset in one click, with what hangs on it unless one says otherwise. */
export function Ruling({ asset, ruling }: { asset: Named; ruling?: { id: string } | null }) {
  const may = useMay('analyst')
  const change = useScopeChange()
  useToldHere(change.error)
  const [branch, setBranch] = useState(true)
  if (!may) return null
  const rule = (standing: string) =>
    change.mutate({
      method: 'POST',
      path: '/rulings',
      body: { kind: asset.kind, name: asset.name, standing, branch },
    })
  return (
    <fieldset className="flex flex-wrap items-center gap-2" disabled={change.isPending}>
      <legend className="sr-only">Whose {asset.name} is</legend>
      {asset.standing !== 'owned' && (
        <button type="button" className="button" onClick={() => rule('owned')}>
          It is ours
        </button>
      )}
      {asset.standing !== 'dependency' && (
        <button type="button" className="button" onClick={() => rule('dependency')}>
          A third party
        </button>
      )}
      {asset.standing !== 'rejected' && (
        <button type="button" className="button" onClick={() => rule('rejected')}>
          Not ours
        </button>
      )}
      <label className="flex items-center gap-1.5 text-sm">
        <input type="checkbox" checked={branch} onChange={() => setBranch(!branch)} />
        and what hangs on it
      </label>
      {ruling && (
        <button
          type="button"
          className="button"
          onClick={() => change.mutate({ method: 'DELETE', path: `/rulings/${encodeURIComponent(ruling.id)}` })}
        >
          Take the word back
        </button>
      )}
      <span role="status" className="text-sm text-muted">
        {change.isSuccess && 'Written down. The next run follows it.'}
      </span>
      <span role="alert" className={change.error ? 'text-sm text-now' : 'sr-only'}>
        {change.error?.message}
      </span>
    </fieldset>
  )
}
