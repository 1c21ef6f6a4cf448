import { percentWords } from '@contract/finding-words.ts'
import type { StatementView } from '@contract/vulnerabilities.ts'
import { Unknown } from '../parts/basis.tsx'
import { sourceName } from '../parts/source-name.ts'

/** Every source's own words beside the others'. Untrusted text: shown as text, links not followed by us. */
export function Statements({ statements }: { statements: readonly StatementView[] }) {
  if (statements.length === 0) return <p className="text-muted">No record is loaded.</p>
  return (
    <ul className="grid gap-3 lg:grid-cols-2 2xl:grid-cols-3">
      {statements.map((statement) => (
        <li key={`${statement.source} ${statement.recordId}`} className="rounded-md border border-line p-3">
          <h3 className="flex flex-wrap items-baseline gap-x-2 font-medium">
            {sourceName(statement.source)}
            <span className="font-mono text-sm font-normal text-muted">{statement.recordId}</span>
            {statement.state !== 'published' && <span className="text-sm text-soon">{statement.state}</span>}
          </h3>
          <p className="text-sm text-muted">
            {statement.published && `published ${statement.published.slice(0, 10)}`}
            {statement.modified && `, changed ${statement.modified.slice(0, 10)}`}
            {statement.reported && `${statement.published ? ', ' : ''}reported ${statement.reported.at.slice(0, 10)}`}
          </p>
          {statement.severities.length === 0 ? (
            <p className="mt-1 text-sm">
              CVSS <Unknown hint="This source gives no score" />
            </p>
          ) : (
            statement.severities.map((severity) => (
              <p key={`${severity.by} ${severity.vector}`} className="mt-1 text-sm">
                CVSS {severity.version}: <strong>{severity.score?.toFixed(1) ?? 'no score'}</strong>{' '}
                <span className="text-muted">by {severity.by}</span>{' '}
                <span className="font-mono break-all text-muted">{severity.vector}</span>
              </p>
            ))
          )}
          {statement.description && (
            <p className="mt-2 line-clamp-6 text-sm break-words whitespace-pre-line">{statement.description}</p>
          )}
          {statement.reported ? <Reported reported={statement.reported} /> : <Affected statement={statement} />}
          <References references={statement.references} />
        </li>
      ))}
    </ul>
  )
}

/** The tool's own copies of EPSS and CISA's catalogue. */
function Reported({ reported: { epss, kevSince, notInKev } }: { reported: NonNullable<StatementView['reported']> }) {
  const words = [
    epss && `EPSS ${percentWords(epss.probability)} as of ${epss.date}`,
    kevSince && `in CISA KEV since ${kevSince}`,
    notInKev && `not in CISA KEV as of ${notInKev}`,
  ].filter(Boolean)
  return words.length > 0 && <p className="mt-2 text-sm">{words.join('; ')}</p>
}

function Affected({ statement }: { statement: StatementView }) {
  if (statement.affected.length === 0) return <p className="mt-2 text-sm text-muted">It names no affected software.</p>
  return (
    <details className="mt-2 text-sm" open={statement.affected.length <= 4}>
      <summary>
        {statement.affectedCount.toLocaleString()} affected {statement.affectedCount === 1 ? 'entry' : 'entries'}
      </summary>
      <ul className="mt-1 space-y-0.5 font-mono break-words text-muted">
        {statement.affected.map((sentence, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a source may repeat itself; the order never changes.
          <li key={place}>{sentence}</li>
        ))}
      </ul>
    </details>
  )
}

function References({ references }: { references: readonly string[] }) {
  const links = references.filter((url) => /^https?:\/\//i.test(url))
  if (links.length === 0) return null
  return (
    <details className="mt-2 text-sm">
      <summary>{links.length} references</summary>
      <ul className="mt-1 space-y-0.5">
        {links.map((url) => (
          <li key={url}>
            <a
              href={url}
              target="_blank"
              rel="noopener noreferrer nofollow"
              className="break-all text-accent underline"
            >
              {url}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}
