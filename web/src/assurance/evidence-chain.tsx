import { counted } from '@contract/fix-words.ts'
import { useQuery } from '@tanstack/react-query'
import { ProblemBox } from '../parts/problem-box.tsx'
import { When } from '../parts/when.tsx'
import { evidenceCheckQuery } from './use-assurance.ts'

/** Whether what was recorded is still what it was, and the way to take it along. */
export function EvidenceChain() {
  const { data, error, isFetching, refetch } = useQuery(evidenceCheckQuery)
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  return (
    <>
      <p role="status" aria-busy={isFetching}>
        {!data || isFetching ? 'Recomputing every entry …' : <Found check={data} />}
      </p>
      <p className="prose-width mt-1 text-sm text-muted">
        Each entry holds the digest of the one before: what was changed, left out or moved is found. An export carries
        what it takes to verify it elsewhere.
      </p>
      <p className="mt-2 flex flex-wrap gap-2 print:hidden">
        <button type="button" className="button" disabled={isFetching} onClick={() => void refetch()}>
          Verify again
        </button>
        <a className="button" href="/api/v1/evidence/export" download="evidence.ndjson">
          Export
        </a>
      </p>
    </>
  )
}

interface Check {
  entries: number
  erased: number
  brokenAt: number | null
  head: string
  at: string
}

function Found({ check: { entries, erased, brokenAt, head, at } }: { check: Check }) {
  const forgotten = erased > 0 && `, the content of ${erased.toLocaleString()} forgotten under their retention`
  if (brokenAt !== null)
    return (
      <span className="font-medium text-now">
        ✕ Broken at entry {brokenAt.toLocaleString()} of {entries.toLocaleString()}: it or its place was changed. What
        rests on it cannot be trusted; compare with an earlier export.
      </span>
    )
  if (entries === 0) return <>No evidence yet, so there is nothing to verify.</>
  return (
    <>
      <span className="font-medium">{counted(entries, 'entry', 'entries')} hold</span>
      {forgotten}, verified <When at={at} />. <span className="text-sm text-muted">Head</span>{' '}
      <code className="font-mono text-sm wrap-anywhere">{head}</code>
    </>
  )
}
