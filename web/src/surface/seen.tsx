import type { SurfaceAssetDetail } from '@contract/surface.ts'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Decision } from '../parts/decision.tsx'
import { When } from '../parts/when.tsx'

type Times = Pick<SurfaceAssetDetail['records'][number], 'firstSeen' | 'lastSeen' | 'goneAt'>
type Of = { asset: Pick<SurfaceAssetDetail, 'id'> }
type Weakness = SurfaceAssetDetail['seenWeaknesses'][number]

/** When it was seen; what is gone says so. */
function SeenTimes({ firstSeen, lastSeen, goneAt }: Times) {
  return (
    <p className="text-sm text-muted">
      since <When at={firstSeen} />
      {goneAt ? (
        <>
          {' '}
          · gone <When at={goneAt} />
        </>
      ) : (
        <>
          {' '}
          · last seen <When at={lastSeen} />
        </>
      )}
    </p>
  )
}

function Rows({ children }: { children: ReactNode }) {
  return <ul className="max-w-5xl divide-y divide-line rounded-md border border-line">{children}</ul>
}

const look = ({ goneAt }: Times) => `px-3 py-2 ${goneAt ? 'text-muted line-through decoration-1' : ''}`

function AssetLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link to="/surface/assets/$id" params={{ id }} preload={false} className="text-accent underline wrap-anywhere">
      {children}
    </Link>
  )
}

/** What listens, with the software that shows itself. */
export function Services({ services, asset }: { services: SurfaceAssetDetail['seenServices'] } & Of) {
  return (
    <Rows>
      {services.map((service) => (
        <li key={service.key} className={look(service)}>
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-mono font-medium">
              {service.port}/{service.transport}
            </span>
            <span>{service.protocol}</span>
            {service.at.id !== asset.id && <AssetLink id={service.at.id}>{service.at.name}</AssetLink>}
            {service.tls.length > 0 && <span className="text-sm text-muted">{service.tls.join(', ')}</span>}
            {service.title && <span className="truncate text-sm">“{service.title}”</span>}
          </p>
          <Software software={service.software} />
          {service.banner && (
            <p className="font-mono text-sm text-muted wrap-anywhere">{service.banner.slice(0, 300)}</p>
          )}
          <AskedAs names={service.names} />
          <SeenTimes {...service} />
        </li>
      ))}
    </Rows>
  )
}

const FEW_NAMES = 4

function AskedAs({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null
  const first = `asked as ${names.slice(0, FEW_NAMES).join(', ')}`
  if (names.length <= FEW_NAMES) return <p className="text-sm text-muted wrap-anywhere">{first}</p>
  return (
    <details className="text-sm text-muted">
      <summary className="cursor-pointer wrap-anywhere">
        {first} and {names.length - FEW_NAMES} more
      </summary>
      <p className="wrap-anywhere">{names.slice(FEW_NAMES).join(', ')}</p>
    </details>
  )
}

function Software({ software }: Pick<SurfaceAssetDetail['seenServices'][number], 'software'>) {
  if (software.length === 0) return <p className="text-sm text-muted">It does not say what it is.</p>
  return software.map(({ product, version, where }) => (
    <p key={`${product} ${version} ${where}`} className="wrap-anywhere">
      {product}{' '}
      {version ? (
        <span className="font-mono text-sm">{version}</span>
      ) : (
        <span className="text-sm text-muted">no version shown</span>
      )}{' '}
      <span className="text-sm text-muted">seen in {where}</span>
    </p>
  ))
}

export function Certificates({ certificates, asset }: { certificates: SurfaceAssetDetail['certificates'] } & Of) {
  return (
    <Rows>
      {certificates.map((certificate) => (
        <li key={certificate.key} className={look(certificate)}>
          <p className="font-medium wrap-anywhere">
            {certificate.id === asset.id ? (
              certificate.subject
            ) : (
              <AssetLink id={certificate.id}>{certificate.subject}</AssetLink>
            )}
          </p>
          <p className="text-sm wrap-anywhere">
            {certificate.selfSigned ? 'self-signed' : `issued by ${certificate.issuer}`} · valid{' '}
            {certificate.validFrom.slice(0, 10)} to {certificate.validTo.slice(0, 10)} ·{' '}
            <Expiry at={certificate.validTo} />
          </p>
          {certificate.names.length > 0 && (
            <p className="text-sm text-muted wrap-anywhere">names {certificate.names.slice(0, 20).join(', ')}</p>
          )}
          <p className="font-mono text-sm text-muted wrap-anywhere">SHA-256 {certificate.key}</p>
          <SeenTimes {...certificate} />
        </li>
      ))}
    </Rows>
  )
}

/** When a certificate ends, or that it has. */
export function Expiry({ at }: { at: string }) {
  const isOver = Date.parse(at) < Date.now()
  return (
    <span className={isOver ? 'font-medium' : ''}>
      {isOver ? 'expired' : 'expires'} <When at={at} />
    </span>
  )
}

export function Records({ records }: { records: SurfaceAssetDetail['records'] }) {
  return (
    <Rows>
      {records.map((record) => (
        <li key={record.key} className={look(record)}>
          {record.values.map((value, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: values of a record have an order and nothing else.
            <p key={place} className="grid grid-cols-[4.5rem_minmax(0,1fr)]">
              <span className="font-mono font-medium">{place === 0 && record.type}</span>
              <span className="font-mono text-sm wrap-anywhere">
                <Linked text={value} links={record.links} />
              </span>
            </p>
          ))}
          <SeenTimes {...record} />
        </li>
      ))}
    </Rows>
  )
}

/** A text in which the names of known assets lead to them. */
function Linked({ text, links }: { text: string; links: SurfaceAssetDetail['records'][number]['links'] }) {
  const found = links
    .filter((link) => text.includes(link.text))
    .toSorted((a, b) => b.text.length - a.text.length)
    .at(0)
  if (!found) return text
  const start = text.indexOf(found.text)
  return (
    <>
      <Linked text={text.slice(0, start)} links={links} />
      <AssetLink id={found.id}>{found.text}</AssetLink>
      <Linked text={text.slice(start + found.text.length)} links={links} />
    </>
  )
}

/** What checks found, each with its decision as the way to its finding; evidence and remedy behind it. */
export function Weaknesses({ weaknesses, asset }: { weaknesses: readonly Weakness[] } & Of) {
  return (
    <Rows>
      {weaknesses.map((weakness) => (
        <li key={weakness.key} className={look(weakness)}>
          <details>
            <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1">
              <FindingMark finding={weakness.finding} />
              <span className="font-medium">{weakness.title}</span>
              <span className="text-sm">{severityWord(weakness.severity)}</span>
              {weakness.subject !== weakness.at.name && (
                <span className="text-sm text-muted wrap-anywhere">{weakness.subject}</span>
              )}
              {weakness.at.id !== asset.id && !weakness.subject.includes(weakness.at.name) && (
                <span className="text-sm text-muted">{weakness.at.name}</span>
              )}
            </summary>
            <WeaknessWords weakness={weakness} />
            {weakness.finding && (
              <Link
                to="/findings/$id"
                params={{ id: weakness.finding.id }}
                className="inline-block py-1 text-accent underline"
              >
                Its finding, with decision and history
              </Link>
            )}
          </details>
        </li>
      ))}
    </Rows>
  )
}

/** Why it matters, what was seen, and what to do. */
export function WeaknessWords({ weakness }: { weakness: Weakness }) {
  return (
    <>
      <p className="prose-width mt-1 text-sm">{weakness.reason}</p>
      <p className="font-mono text-sm text-muted wrap-anywhere">{weakness.evidence}</p>
      <p className="prose-width text-sm">
        <span className="font-medium">What to do:</span> {weakness.remedy}
      </p>
      <SeenTimes {...weakness} />
    </>
  )
}

function FindingMark({ finding }: Pick<Weakness, 'finding'>) {
  if (!finding) return <span className="text-sm text-muted">no finding</span>
  if (finding.state !== 'open') return <span className="text-sm text-muted">{finding.state}</span>
  return <Decision urgency={finding.urgency} assumed={finding.basis === 'assumed'} />
}

/** `none` is CVSS's word for what only informs. */
function severityWord(severity: string): string {
  return severity === 'none' ? 'informational' : `${severity} severity`
}
