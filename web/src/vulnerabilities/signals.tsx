import { percentWords as percent } from '@contract/finding-words.ts'
import type { VulnerabilityDetail } from '@contract/vulnerabilities.ts'
import type { ReactNode } from 'react'
import { EpssCurve } from '../parts/epss-curve.tsx'
import { type SignalGroup, signalGroups } from './signal-groups.ts'

/** What is known of its exploitation: who says it, of what, and since when. */
export function Signals({ vulnerability }: { vulnerability: VulnerabilityDetail }) {
  const { id, kev, exploits, epss } = vulnerability
  const newest = epss.at(-1)
  return (
    <div className="flex flex-wrap gap-x-10 gap-y-4">
      <dl className="grid max-w-3xl grid-cols-1 content-start gap-y-1.5 sm:grid-cols-[6.5rem_minmax(0,1fr)]">
        {kev.map((entry) => (
          <Row key={entry.asserter} since={entry.dateAdded}>
            In the catalogue of {entry.asserter}
            {entry.ransomware === 'known' && ', used by ransomware groups'}
            {entry.requiredAction && (
              <span className="prose-width block text-sm wrap-anywhere text-muted">{entry.requiredAction}</span>
            )}
          </Row>
        ))}
        {signalGroups(exploits).map((group) => (
          <Row key={`${group.kind} ${group.source}`} since={group.since}>
            <Group group={group} id={id} />
          </Row>
        ))}
        {kev.length + exploits.length === 0 && (
          <p className="text-muted sm:col-span-2">No loaded catalogue names an exploit.</p>
        )}
        <Row since={newest?.date ?? null}>
          {newest ? `EPSS ${percent(newest.probability)}` : 'No EPSS score is loaded.'}
        </Row>
      </dl>
      <EpssCurve points={epss} name={id} />
    </div>
  )
}

function Row({ since, children }: { since: string | null; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{since ?? 'no date'}</dt>
      <dd className="mb-1 sm:mb-0">{children}</dd>
    </>
  )
}

/** One is named in the line; more are counted and named below. An index that names the id alone names nothing further. */
function Group({ group: { kind, source, references }, id }: { group: SignalGroup; id: string }) {
  const telling = references.filter((reference) => reference !== id)
  if (telling.length <= 1)
    return (
      <>
        {kind} <span className="text-muted">({source})</span>{' '}
        <span className="font-mono text-sm break-all text-muted">{telling[0]}</span>
      </>
    )
  return (
    <details open={telling.length <= 6}>
      <summary>
        {kind}, {telling.length} times <span className="text-muted">({source})</span>
      </summary>
      <ul className="font-mono text-sm break-all text-muted">
        {telling.map((reference) => (
          <li key={reference}>{reference}</li>
        ))}
      </ul>
    </details>
  )
}
