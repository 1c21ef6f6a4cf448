import { severalVersionsWords } from '@contract/finding-words.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { starterWords } from '@contract/starter-words.ts'
import { sourceName } from '../parts/source-name.ts'

/** The trail from what was seen on the asset to the verdict. */
export function WhyMatches({ finding }: { finding: FindingDetail }) {
  const { match, verdict } = finding
  const several = severalVersionsWords(finding)
  return (
    <>
      {several && <p className="prose-width mb-2 text-soon wrap-anywhere">{several}</p>}
      <ol className="prose-width list-decimal space-y-1 pl-5 marker:text-muted" aria-label="Why it matches">
        {match.reasons.map((reason) => (
          <li key={`${reason.code} ${reason.text}`}>
            {reason.source === 'starter' ? starterWords(reason.text) : reason.text}
            {reason.source && (
              <span className="text-sm text-muted">
                {' '}
                · {sourceName(reason.source)}
                {reason.recordId && <span className="font-mono"> {reason.recordId}</span>}
              </span>
            )}
          </li>
        ))}
        <li>
          <strong className="font-semibold">{verdict.replace('-', ' ')}</strong>
          {match.fixedVersions.length > 0 && (
            <span>
              ; fixed in <span className="font-mono">{match.fixedVersions.join(', ')}</span>
            </span>
          )}
        </li>
      </ol>
    </>
  )
}
