import type { ControlDetail } from '@contract/controls.ts'
import { spanWords } from '@contract/number-words.ts'
import { useQuery } from '@tanstack/react-query'
import { ProblemBox } from '../parts/problem-box.tsx'
import { When } from '../parts/when.tsx'
import { gatewaysQuery, probesQuery, useApproval, useProbe } from './use-monitoring.ts'

/** How often it is to be probed, what the last probe saw, when the next is due, and one now. */
export function LivenessProbe({ control: { id, probeIntervalSeconds } }: { control: ControlDetail }) {
  const every = `To be probed every ${spanWords(probeIntervalSeconds)}; that a probe found it alive counts for ${spanWords(2 * probeIntervalSeconds)}.`
  return (
    <>
      <p className="prose-width text-sm text-muted">{every}</p>
      <RegisteredProbe control={id} />
    </>
  )
}

/** Nothing where the register names no probe. */
export function RegisteredProbe({ control }: { control: string }) {
  const { data: probes } = useQuery(probesQuery)
  const { data: gateways } = useQuery(gatewaysQuery)
  const send = useProbe()
  const probe = probes?.find((one) => one.control === control)
  const gateway = gateways?.find(({ id }) => id === probe?.gateway)
  if (!probe) return null
  return (
    <div className="mb-3">
      <p className="prose-width">
        {probe.probedAt === null || probe.verdict === null ? (
          `No probe was sent yet to the target ${probe.gateway}.`
        ) : probe.verdict === 'unknown' ? (
          <>
            Whether it acts could not be told <When at={probe.probedAt} />: {probe.note}.
          </>
        ) : (
          <>
            Last probe to the target {probe.gateway} <When at={probe.probedAt} />:{' '}
            <span className={probe.verdict === 'dead' ? 'font-medium text-now' : 'font-medium'}>{probe.verdict}</span>.{' '}
            {probe.note}.
          </>
        )}
      </p>
      {gateway?.isApproved && (
        <p>Next probe: {probe.nextAt === null ? 'with the next round' : <When at={probe.nextAt} />}.</p>
      )}
      {gateway && !gateway.isApproved ? (
        <Approve id={gateway.id} url={gateway.url} />
      ) : (
        <button type="button" className="button mt-1" disabled={send.isPending} onClick={() => send.mutate(control)}>
          {send.isPending ? 'Sending' : 'Send a probe now'}
        </button>
      )}
      {send.error && <ProblemBox error={send.error} />}
    </div>
  )
}

function Approve({ id, url }: { id: string; url: string }) {
  const approve = useApproval()
  return (
    <>
      <p className="prose-width mt-1 text-soon">
        Nobody agreed yet that {id} is asked at <code className="font-mono text-sm wrap-anywhere">{url}</code>: no probe
        is sent.
      </p>
      <button
        type="button"
        className="button mt-1"
        disabled={approve.isPending}
        onClick={() => approve.mutate({ id, url })}
      >
        Approve this address
      </button>
      {approve.error && <ProblemBox error={approve.error} />}
    </>
  )
}
