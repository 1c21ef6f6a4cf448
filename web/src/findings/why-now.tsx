import type { FindingDetail } from '@contract/findings.ts'
import { starterWords } from '@contract/starter-words.ts'
import { Basis } from '../parts/basis.tsx'

/** Who says what is assumed. */
const NOBODY = 'none'

/** The decision's inputs, each with how it is known and who says so. */
export function WhyNow({ priority }: { priority: FindingDetail['priority'] }) {
  return (
    <div className="@container">
      <ol className="max-w-4xl divide-y divide-line rounded-md border border-line">
        {priority.inputs.map((input) => (
          <li
            key={input.point}
            className="grid grid-cols-[1fr_auto] items-baseline gap-x-3 gap-y-0.5 px-3 py-2 @2xl:grid-cols-[13rem_minmax(0,1fr)_6rem_11rem]"
          >
            <span>
              <span className="text-muted">{input.label}: </span>
              {input.basis === 'assumed' ? (
                <span>unknown, treated as {input.valueLabel.toLowerCase()}</span>
              ) : (
                <strong className="font-semibold">{input.valueLabel}</strong>
              )}
            </span>
            <span className="order-3 col-span-2 wrap-anywhere @2xl:order-none @2xl:col-span-1">
              {input.text}
              {input.decisive && (
                <span className="text-sm text-muted" title="Another value here alone would change the decision">
                  {' '}
                  · decides
                </span>
              )}
            </span>
            <span>
              <Basis basis={input.basis} />
            </span>
            <span className="order-4 col-span-2 text-sm wrap-anywhere text-muted @2xl:order-none @2xl:col-span-1">
              {input.source !== NOBODY && starterWords(input.source)}
              {input.at && `, ${input.at.slice(0, 10)}`}
            </span>
          </li>
        ))}
      </ol>
      <p className="mt-2">
        <span aria-hidden>→ </span>
        <strong className="font-semibold">{priority.outcomeLabel}</strong>
        {priority.basis === 'assumed' && (
          <span className="text-muted"> — rests on an assumption: state the missing fact to make it firm.</span>
        )}
      </p>
    </div>
  )
}
