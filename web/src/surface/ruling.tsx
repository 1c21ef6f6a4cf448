import type { FindingsFollowed } from '@contract/scope.ts'
import { followedWords } from '@contract/scope-words.ts'
import type { SurfaceRow } from '@contract/surface.ts'
import { useState } from 'react'
import { useToldHere } from '../api/connection.ts'
import { useMay } from '../session/use-may.ts'
import { useScopeChange } from './queries.ts'

type Named = Pick<SurfaceRow, 'kind' | 'name'> & { standing?: SurfaceRow['standing'] }

/** What was said of an asset, and the name under which that can be taken back. */
export interface Said {
  id: string
  name: string
  standing: keyof typeof verdicts
  branch: boolean
  followed: FindingsFollowed
}

/** What may be said, on its button and in a sentence. */
export const verdicts = {
  owned: { button: 'It is ours', words: 'ours' },
  dependency: { button: 'A third party', words: 'a third party’s' },
  rejected: { button: 'Not ours', words: 'not ours' },
} as const
const inOrder = ['owned', 'dependency', 'rejected'] as const

interface Props {
  asset: Named
  ruling?: { id: string } | null
  /** Hears of what was said: where the asset goes from the page by it. */
  said?: (said: Said) => void
}

/** Accepts or rejects an asset in one click, with what hangs on it unless one says otherwise. */
export function Ruling({ asset, ruling, said }: Props) {
  const may = useMay('analyst')
  const change = useScopeChange()
  useToldHere(change.error)
  const [branch, setBranch] = useState(true)
  if (!may) return null
  const { kind, name } = asset
  const rule = (standing: Said['standing'], clicks: number) => {
    // The second click of a double click meets what stands there by then.
    if (clicks > 1 || change.isPending) return
    // By then the asset may have gone from the page, and this with it.
    change.mutateAsync({ method: 'POST', path: '/rulings', body: { kind, name, standing, branch } }).then(
      ({ id, followed = null }) => id !== undefined && said?.({ id, name, standing, branch, followed }),
      () => {},
    )
  }
  return (
    <fieldset className="flex flex-wrap items-center gap-2" disabled={change.isPending}>
      <legend className="sr-only">Whose {name} is</legend>
      {inOrder.map(
        (standing) =>
          asset.standing !== standing && (
            <button key={standing} type="button" className="button" onClick={({ detail }) => rule(standing, detail)}>
              {verdicts[standing].button}
            </button>
          ),
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
          Take that back
        </button>
      )}
      <span role="status" className="text-sm text-muted">
        {change.isSuccess && `Saved: it holds from now on. ${followedWords(change.data.followed)}`}
      </span>
      <span role="alert" className={change.error ? 'text-sm text-now' : 'sr-only'}>
        {change.error?.message}
      </span>
    </fieldset>
  )
}
