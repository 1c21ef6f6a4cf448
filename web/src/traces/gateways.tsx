import type { GatewayRow } from '@contract/monitoring.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { controlsQuery } from '../assurance/use-assurance.ts'
import { gatewaysQuery, probesQuery, useApproval } from '../assurance/use-monitoring.ts'
import { Confirm } from '../parts/confirm.tsx'
import { filledIn } from '../parts/filled-in.ts'
import { When } from '../parts/when.tsx'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { useGatewaySecret } from './use-traces.ts'

/** Targets, as the register names them under `gateways`: where they are, who agreed, and what stands behind them. */
export function Gateways() {
  const { data: gateways = [] } = useQuery(gatewaysQuery)
  if (gateways.length === 0)
    return (
      <p className="prose-width text-muted">
        The register names none under <code>gateways</code>. A target there, and how a control shows its life (
        <code>probe</code>), lets Lunette send marked, harmless requests and see whether they are stopped.
      </p>
    )
  return (
    <ul className="max-w-4xl">
      {gateways.map((one) => (
        <li key={one.id} aria-label={one.id} className="border-t border-line py-2">
          <Gateway one={one} />
        </li>
      ))}
    </ul>
  )
}

function Gateway({ one }: { one: GatewayRow }) {
  const may = useMay('owner')
  const approve = useApproval()
  const { id, url, model, isApproved, approvedBy, approvedAt } = one
  return (
    <>
      <p>
        <span className="font-medium">{id}</span> <span className="text-sm text-muted">{model} at</span>{' '}
        <code className="font-mono text-sm wrap-anywhere">{url}</code>
      </p>
      <p className={isApproved ? 'text-sm text-muted' : 'text-sm text-soon'}>
        {isApproved && approvedAt ? (
          <>
            {approvedBy} agreed that it is asked there, <When at={approvedAt} />
          </>
        ) : (
          'Nobody agreed that it is asked there: nothing is sent to it'
        )}
      </p>
      <Probes gateway={id} />
      {may ? (
        <div className="mt-2 flex flex-wrap items-center gap-2 print:hidden">
          {isApproved ? (
            <Confirm
              label="Withdraw"
              question={`Ask ${id} nothing any more?`}
              disabled={approve.isPending}
              confirm={() => approve.mutate({ id, url: null })}
            />
          ) : (
            <button
              type="button"
              className="button"
              disabled={approve.isPending}
              onClick={() => approve.mutate({ id, url })}
            >
              Approve this address
            </button>
          )}
          <Secret one={one} />
        </div>
      ) : (
        <p className="text-sm text-muted">Approving it, and keeping its secret, needs the role "owner".</p>
      )}
      <Refusal error={approve.error} />
    </>
  )
}

function Probes({ gateway }: { gateway: string }) {
  const { data: probes = [] } = useQuery(probesQuery)
  const { data: controls = [] } = useQuery(controlsQuery)
  const own = probes.filter((probe) => probe.gateway === gateway)
  if (own.length === 0) return null
  return (
    <ul className="mt-1 text-sm">
      {own.map(({ control, verdict, probedAt }) => (
        <li key={control}>
          probe of{' '}
          <Link to="/assurance/controls/$id" params={{ id: control }} className="text-accent underline">
            {controls.find(({ id }) => id === control)?.name ?? control}
          </Link>
          :{' '}
          <span className={verdict === 'dead' ? 'font-medium text-now' : 'text-muted'}>
            {verdict ?? 'not sent yet'}
            {probedAt && (
              <>
                , <When at={probedAt} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What it is asked with: sealed once it is kept, and never shown again. */
function Secret({ one: { id, hasSecret } }: { one: GatewayRow }) {
  const [asking, setAsking] = useState(false)
  const keep = useGatewaySecret(id)
  if (!asking)
    return (
      <>
        <button type="button" className="button" onClick={() => setAsking(true)}>
          {hasSecret ? 'Change its secret' : 'Give its secret'}
        </button>
        {hasSecret && (
          <Confirm
            label="Forget its secret"
            question={`Forget the secret of ${id}?`}
            disabled={keep.isPending}
            confirm={() => keep.mutate(null)}
          />
        )}
        <span className="text-sm text-muted">{hasSecret ? 'a secret is kept, sealed' : 'no secret is kept'}</span>
        <Refusal error={keep.error} />
      </>
    )
  return (
    <form
      className="flex w-full max-w-xl flex-wrap items-end gap-2"
      onSubmit={filledIn((form) =>
        keep.mutate(String(form.get('secret')), {
          onSuccess: () => setAsking(false),
        }),
      )}
    >
      <label className="grid min-w-0 grow basis-60 gap-1">
        <span className="font-medium">Secret of {id}</span>
        <input className="field" type="password" name="secret" autoComplete="off" required maxLength={4_000} />
      </label>
      <button type="submit" className="button" disabled={keep.isPending}>
        Keep it
      </button>
      <button type="button" className="button" onClick={() => setAsking(false)}>
        Cancel
      </button>
      <Refusal error={keep.error} />
    </form>
  )
}
