import type { FindingDetail } from '@contract/findings.ts'
import { starterWords } from '@contract/starter-words.ts'
import { useState } from 'react'
import { sourceName } from '../parts/source-name.ts'

/** The trail from what was seen on the asset to the verdict. */
export function WhyMatches({ finding }: { finding: FindingDetail }) {
  const { match, verdict, versions } = finding
  return (
    <>
      {versions.length > 1 && <Versions versions={versions} />}
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

const MOST_VERSIONS = 8

/** Several versions are at the place, each with its own verdict and fix; the trail is that of the first. */
function Versions({ versions }: Pick<FindingDetail, 'versions'>) {
  const [open, setOpen] = useState(versions.length <= MOST_VERSIONS)
  const shown = open ? versions : versions.slice(0, MOST_VERSIONS)
  return (
    <div className="mb-3">
      <p className="prose-width mb-1 wrap-anywhere">
        It is here in {versions.length} versions. The trail is that of{' '}
        <span className="font-mono">{versions[0]!.version ?? 'the one nobody stated'}</span>.
      </p>
      <table className="text-sm">
        <thead>
          <tr className="text-left text-muted">
            <th className="pr-4 font-normal">Version</th>
            <th className="pr-4 font-normal">Verdict</th>
            <th className="font-normal">Fixed in</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ version, verdict, fixedVersion }) => (
            <tr key={version} className="align-top">
              <td className="pr-4 font-mono break-all">{version ?? 'not stated'}</td>
              <td className="pr-4">{verdict.replace('-', ' ')}</td>
              <td className="font-mono break-all">{fixedVersion ?? 'not known'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {!open && (
        <button type="button" className="button mt-1" onClick={() => setOpen(true)}>
          Show all {versions.length} versions
        </button>
      )}
    </div>
  )
}
