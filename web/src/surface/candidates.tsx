import { counted } from '@contract/fix-words.ts'
import { followedWords } from '@contract/scope-words.ts'
import type { CandidateGroup, SurfaceRow } from '@contract/surface.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { kindWord, kindWords } from './kind-words.ts'
import { candidatesQuery, useScopeChange } from './queries.ts'
import { reasonParts } from './reason-parts.ts'
import { Ruling, type Said, verdicts } from './ruling.tsx'
import { StandingMark } from './standing-mark.tsx'
import { StoppedNote } from './stopped-note.tsx'
import { SurfaceNav } from './surface-nav.tsx'

const filter = 'standing:candidate seen:now'

/** What may be ours and waits for a word, joined by what one word settles: the nearest to a seed first. */
export function Candidates() {
  const { data, error, refetch } = useQuery(candidatesQuery)
  const [said, setSaid] = useState<Said>()
  return (
    <div className="h-full overflow-y-auto pb-8">
      <SurfaceNav />
      <StoppedNote className="px-4 pt-2" />
      <header className="px-4 pt-3 pb-3">
        <h1 className="text-xl font-semibold tabular-nums">{data ? questionOf(data.total) : 'Candidates'}</h1>
        <p className="prose-width text-muted">
          What you say holds at once, also for what hangs on it and for its findings. It approves no probe: addresses
          are approved under Scope.
        </p>
        <JustSaid said={said} forget={() => setSaid(undefined)} />
      </header>
      {error && <ProblemBox error={error} retry={() => refetch()} />}
      {!data && !error && <Skeleton rows={8} height={96} />}
      {data?.total === 0 && <p className="px-4 text-muted">Of everything that was found it is known whose it is.</p>}
      <ul className="divide-y divide-line border-t border-line empty:border-0">
        {data?.groups.map((group) => (
          <Group key={`${group.head.kind} ${group.head.name}`} group={group} said={setSaid} />
        ))}
      </ul>
      {data && data.hidden > 0 && (
        <Link to="/surface" search={{ filter }} className="mx-4 mt-3 inline-block text-accent underline">
          All {data.total.toLocaleString()} as a list
        </Link>
      )}
    </div>
  )
}

function questionOf(count: number): string {
  if (count === 0) return 'No candidates'
  return count === 1 ? '1 candidate: whose is it?' : `${count.toLocaleString()} candidates: whose are they?`
}

/** What was said last, with the way back. */
function JustSaid({ said, forget }: { said: Said | undefined; forget: () => void }) {
  const change = useScopeChange()
  return (
    <p role="status" className="mt-2 flex min-h-8 flex-wrap items-center gap-x-3">
      {said && (
        <>
          <span className="wrap-anywhere">
            Saved: {said.name} is {verdicts[said.standing].words}
            {said.branch && ', with what hangs on it'}. {followedWords(said.followed)}
          </span>
          <button
            type="button"
            className="button"
            disabled={change.isPending}
            onClick={() =>
              change.mutate(
                { method: 'DELETE', path: `/rulings/${encodeURIComponent(said.id)}` },
                { onSuccess: forget },
              )
            }
          >
            Undo
          </button>
          {change.error && <span className="text-sm text-now">{change.error.message}</span>}
        </>
      )}
    </p>
  )
}

function Group({ group, said }: { group: CandidateGroup; said: (said: Said) => void }) {
  const { head, asset, count } = group
  return (
    <li className="grid gap-1 px-4 py-3">
      <p className="flex flex-wrap items-baseline gap-x-3">
        {asset ? <AssetLink asset={asset} /> : <span className="font-medium wrap-anywhere">{head.name}</span>}
        <span className="text-sm text-muted">{kindWord(head.kind)}</span>
        {asset && <StandingMark standing={asset.standing} confidence={asset.confidence} />}
        {asset && (
          <span className="text-sm text-muted">
            seen <When at={asset.firstSeen} />
          </span>
        )}
      </p>
      {asset ? <Why asset={asset} /> : <p className="text-sm">The network that these lie in</p>}
      {count > 0 && <Below group={group} />}
      <Ruling asset={asset ?? head} said={said} />
    </li>
  )
}

/** The strongest sign in a line; where it was seen and all others on demand. */
function Why({ asset: { id, name, reason, via } }: { asset: SurfaceRow }) {
  const { first, seen, others } = reasonParts(reason)
  const more = others.length === 0 ? 'Where that was seen' : `${counted(others.length, 'more sign')}, and where`
  return (
    <div className="prose-width text-sm wrap-anywhere">
      <p>{first}</p>
      <details>
        <summary className="w-fit cursor-pointer text-accent">
          {more} <span className="sr-only">of {name}</span>
        </summary>
        <ul className="my-1 list-disc pl-5">
          {seen !== '' && <li>{seen}</li>}
          {others.map((other) => (
            <li key={other}>{other}</li>
          ))}
          {via !== '' && via !== seen && <li>led to by {via}</li>}
          <li>
            <Link to="/surface/assets/$id" params={{ id }} className="text-accent underline">
              The whole way from a seed
            </Link>
          </li>
        </ul>
      </details>
    </div>
  )
}

/** What hangs on it and is settled with it. */
function Below({ group: { kinds, count, rows } }: { group: CandidateGroup }) {
  const words = Object.entries(kinds).map(([kind, of]) =>
    counted(of, kindWord(kind as SurfaceRow['kind']), kindWords(kind as SurfaceRow['kind'])),
  )
  return (
    <details className="text-sm">
      <summary className="cursor-pointer text-accent tabular-nums">With it {words.join(' · ')}</summary>
      <ul className="my-1 grid gap-0.5 border-l border-line pl-3">
        {rows.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline gap-x-3">
            <AssetLink asset={row} />
            <span className="text-muted wrap-anywhere" title={row.reason}>
              {reasonParts(row.reason).first}
            </span>
          </li>
        ))}
        {count > rows.length && <li className="text-muted">and {(count - rows.length).toLocaleString()} more</li>}
      </ul>
    </details>
  )
}

function AssetLink({ asset: { id, name } }: { asset: SurfaceRow }) {
  return (
    <Link to="/surface/assets/$id" params={{ id }} className="font-medium wrap-anywhere text-accent underline">
      {name}
    </Link>
  )
}
