import type { DispositionRow } from '@contract/dispositions.ts'
import { versionWords } from '@contract/finding-words.ts'
import { Link } from '@tanstack/react-router'
import { justificationWords, restsOn, statusWords } from '../findings/ruling-words.ts'
import { TakeBack } from '../findings/take-back.tsx'
import { When } from '../parts/when.tsx'
import { useMay } from '../session/use-may.ts'

/** One ruling: what of, how far, why, by whom, until when, and what it does now. */
export function RulingItem({ ruling }: { ruling: DispositionRow }) {
  const may = useMay('analyst')
  const isInForce = ruling.state === 'in-force'
  return (
    <article aria-label={`${statusWords[ruling.status]}: ${ruling.vulnerabilityId}`}>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <strong className={`font-semibold ${isInForce ? '' : 'text-muted'}`}>{statusWords[ruling.status]}</strong>
        <span className="font-mono text-sm wrap-anywhere">{ruling.vulnerabilityId}</span>
        <span className="min-w-0 wrap-anywhere">
          <Reach ruling={ruling} />
        </span>
      </p>
      <blockquote className="prose-width mt-1 border-l-2 border-line pl-3 whitespace-pre-wrap wrap-anywhere">
        {ruling.justification && `${justificationWords[ruling.justification] ?? ruling.justification}: `}
        {ruling.reason}
      </blockquote>
      <p className="mt-1 text-sm text-muted">
        by {ruling.madeBy} <When at={ruling.madeAt} />
        {ruling.document && ` from ${ruling.document.fileName}`} · <End ruling={ruling} /> · rests on{' '}
        {restsOn(ruling.anchor)}
      </p>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Covers ruling={ruling} />
        {may && isInForce && <TakeBack id={ruling.id} />}
      </div>
    </article>
  )
}

function versionsOf(component: DispositionRow['component']): string | null {
  return component && versionWords(component.version, component.otherVersions)
}

/** How far it reaches, with the way there. */
function Reach({ ruling }: { ruling: DispositionRow }) {
  const { scope, finding, component, asset } = ruling
  const on = asset && (
    <>
      on{' '}
      <Link to="/assets/$id" params={{ id: asset.id }} className="text-accent underline">
        {asset.name}
      </Link>
    </>
  )
  if (scope === 'workspace') return 'everywhere'
  if (scope === 'component')
    return `in ${component?.key ?? ''} ${versionsOf(component) ?? '(version unknown)'}, on every asset`
  if (scope === 'asset') return on ?? 'on an asset that is no longer there'
  if (!finding) return 'a finding that is no longer there'
  return (
    <>
      <Link to="/findings/$id" params={{ id: finding.id }} className="text-accent underline">
        {finding.title}
      </Link>{' '}
      {on}
    </>
  )
}

function End({ ruling }: { ruling: DispositionRow }) {
  if (ruling.revokedAt)
    return (
      <>
        taken back by {ruling.revokedBy} <When at={ruling.revokedAt} />
      </>
    )
  if (ruling.replacedBy) return `replaced by the ruling of ${ruling.replacedBy}`
  return (
    <>
      {ruling.state === 'ended' ? 'ended' : 'until'} {ruling.endsAt.slice(0, 10)} (<When at={ruling.endsAt} />)
    </>
  )
}

/** What is off the list by it now; in force and covering nothing means that what it rests on has moved, or its findings are gone. */
function Covers({ ruling }: { ruling: DispositionRow }) {
  if (ruling.suppresses > 0)
    return (
      <Link
        to="/findings"
        search={{ filter: `state:suppressed "${ruling.vulnerabilityId}"` }}
        className="text-accent underline"
      >
        covers {findings(ruling.suppresses)}
      </Link>
    )
  return <span className="text-muted">{ruling.state === 'in-force' ? 'covers nothing now' : 'covers nothing'}</span>
}

function findings(count: number): string {
  return `${count.toLocaleString()} ${count === 1 ? 'finding' : 'findings'}`
}
