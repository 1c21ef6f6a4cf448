import type { ProblemDocument } from '@contract/problem.ts'
import { readingWords } from '@contract/reading-words.ts'
import { useSyncExternalStore } from 'react'
import { isBeingRead, queryClient } from '../api/queries.ts'

type Reading = NonNullable<ProblemDocument['reading']>

/** Says that the server has just started and is reading: what is missing on the page comes by itself. */
export function ReadingNote() {
  const reading = useSyncExternalStore(listen, furthest)
  if (!reading) return null
  const { read, total } = reading
  return (
    <div className="border-b border-line bg-raised px-4 py-1.5">
      <p>
        <span role="status">Lunette has just started.</span> {readingWords(reading)} What is missing here comes by
        itself.
      </p>
      <progress
        aria-label="Findings read"
        className="progress mt-1 block h-1 w-full"
        max={total ?? undefined}
        value={total === null ? undefined : read}
      />
    </div>
  )
}

const listen = (listener: () => void) => queryClient.getQueryCache().subscribe(listener)

/** What the latest answer said, of all that wait for it. */
function furthest(): Reading | undefined {
  let most: Reading | undefined
  for (const { state } of queryClient.getQueryCache().getAll()) {
    const { fetchFailureReason: reason, fetchStatus } = state
    if (fetchStatus === 'idle' || !isBeingRead(reason) || !reason.reading) continue
    if (!most || reason.reading.read > most.read) most = reason.reading
  }
  return most
}
