import type { FixActionDetail } from '@contract/fix-actions.ts'
import { closesCount } from '@contract/fix-words.ts'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { useClaim } from './use-claim.ts'

/** The change as made, everywhere: it stays open until an import shows it, and can be taken back until then. */
export function Claim({ action }: { action: FixActionDetail }) {
  const { id, kind, claimed } = action
  const may = useMay('analyst')
  const claim = useClaim(id)
  if (!may) return null
  const say = (word: boolean) => claim.mutate({ claimed: word })
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
      {claimed < closesCount(action) && (
        <button type="button" className="button" disabled={claim.isPending} onClick={() => say(true)}>
          {kind === 'update' ? 'The update is made' : 'It is fixed'}
        </button>
      )}
      {claimed > 0 && (
        <button type="button" className="button" disabled={claim.isPending} onClick={() => say(false)}>
          Take it back
        </button>
      )}
      <p className="text-sm text-muted">
        What you say is fixed stays open until the next import shows it: closed where it is gone, open again where it is
        still seen.
      </p>
      <Refusal error={claim.error} />
    </div>
  )
}

/** The same for one asset. */
export function ClaimOn({ action, asset }: { action: FixActionDetail; asset: FixActionDetail['on'][number] }) {
  const may = useMay('analyst')
  const claim = useClaim(action.id)
  const closes = closesCount({ ...asset, kind: action.kind })
  const all = asset.claimed >= closes
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {asset.claimed > 0 && (
        <span className="text-sm xl:whitespace-nowrap">
          {all ? '' : `${asset.claimed} `}claimed fixed, not seen yet
        </span>
      )}
      {may && (closes > 0 || asset.claimed > 0) && (
        <button
          type="button"
          className="chip print:hidden"
          disabled={claim.isPending}
          aria-label={`${all ? 'Take back' : 'Done'}: ${asset.name}`}
          onClick={() => claim.mutate({ claimed: !all, assetId: asset.id })}
        >
          {all ? 'Take back' : 'Done here'}
        </button>
      )}
      <Refusal error={claim.error} />
    </span>
  )
}
