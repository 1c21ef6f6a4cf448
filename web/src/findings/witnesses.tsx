import type { FindingDetail } from '@contract/findings.ts'
import { When } from '../parts/when.tsx'

const evidenceWords: Readonly<Record<string, string>> = {
  sbom: 'named in an SBOM',
  lockfile: 'locked by a lockfile',
  manifest: 'named in a manifest',
  'package-database': 'installed, says the package database',
  file: 'found as a file',
  banner: 'announced by a service',
  report: 'reported by a scanner',
  stated: 'stated by a person',
}

/** Which import showed the component, and where in it. */
export function Witnesses({ witnesses }: { witnesses: FindingDetail['witnesses'] }) {
  if (witnesses.length === 0) return <p className="text-muted">No present import shows it any more.</p>
  return (
    <ul className="max-w-4xl divide-y divide-line rounded-md border border-line">
      {witnesses.map((witness) => (
        <li key={`${witness.importId} ${witness.componentId}`} className="px-3 py-2">
          <p className="font-mono text-sm break-all">{witness.purl ?? witness.version ?? witness.location}</p>
          <p className="text-muted">
            {witness.fileName} ({witness.format}
            {witness.tool && `, written by ${witness.tool}`}), <When at={witness.statedAt} />
          </p>
          {witness.evidence.map((entry) => (
            <p key={`${entry.kind} ${entry.path} ${entry.pointer}`} className="text-sm text-muted">
              {evidenceWords[entry.kind] ?? entry.kind}
              {entry.path && <span className="font-mono break-all"> {entry.path}</span>}
              {entry.pointer && <span className="font-mono break-all"> {entry.pointer}</span>}
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}
