import type { TraceOverview } from '@contract/monitoring.ts'
import { useState } from 'react'
import { When } from '../parts/when.tsx'

const FEW = 12

/** Spans as they came, so that somebody who sets an exporter up sees what arrives and whose it is taken to be. */
export function NewestSpans({ spans }: { spans: TraceOverview['recent'] }) {
  const [all, setAll] = useState(false)
  return (
    <>
      <ul aria-label="Newest spans" className="max-w-5xl">
        {spans.slice(0, all ? spans.length : FEW).map((one, place) => (
          // Spans have no id of their own here, and a trace has several.
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is drawn anew with each reading.
          <li key={place} className="flex flex-wrap items-baseline gap-x-4 border-t border-line py-1">
            <span className="w-24 shrink-0 text-sm text-muted">
              <When at={one.at} />
            </span>
            <span className="font-mono text-sm wrap-anywhere">{one.name}</span>
            <span className={`text-sm ${one.system === null ? 'text-soon' : 'text-muted'}`}>
              {one.system ?? `${one.service ?? 'no service'}: of no system`}
            </span>
            <span className="text-sm text-muted">{wordsOf(one)}</span>
            {one.isError && <span className="text-sm text-soon">failed</span>}
          </li>
        ))}
      </ul>
      {!all && spans.length > FEW && (
        <button type="button" className="button mt-2" onClick={() => setAll(true)}>
          Show all {spans.length.toLocaleString()}
        </button>
      )}
    </>
  )
}

function wordsOf(one: TraceOverview['recent'][number]): string {
  const { controls, decision, operation, model, contentLength } = one
  return [
    controls.length > 0 && `control ${controls.join(', ')}`,
    decision,
    operation,
    model,
    contentLength > 0 && `${contentLength.toLocaleString()} characters of content, not kept`,
  ]
    .filter((part) => part !== false && part !== null)
    .join(' · ')
}
