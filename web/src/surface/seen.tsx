import type { SurfaceAssetDetail } from '@contract/surface.ts'
import type { ReactNode } from 'react'
import { When } from '../parts/when.tsx'

type Times = Pick<SurfaceAssetDetail['records'][number], 'firstSeen' | 'lastSeen' | 'goneAt'>

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
  return <ul className="max-w-4xl divide-y divide-line rounded-md border border-line">{children}</ul>
}

const look = ({ goneAt }: Times) => `px-3 py-2 ${goneAt ? 'text-muted line-through decoration-1' : ''}`

/** What listens, with the software that shows itself. */
export function Services({ services }: { services: SurfaceAssetDetail['seenServices'] }) {
  return (
    <Rows>
      {services.map((service) => (
        <li key={service.key} className={look(service)}>
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-mono font-medium">
              {service.port}/{service.transport}
            </span>
            <span>{service.protocol}</span>
            {service.tls.length > 0 && <span className="text-sm text-muted">{service.tls.join(', ')}</span>}
            {service.title && <span className="truncate text-sm">“{service.title}”</span>}
          </p>
          {service.software.map((software) => (
            <p key={`${software.product} ${software.version} ${software.where}`} className="wrap-anywhere">
              {software.product}{' '}
              {software.version ? (
                <span className="font-mono text-sm">{software.version}</span>
              ) : (
                <span className="text-sm text-muted">no version shown</span>
              )}{' '}
              <span className="text-sm text-muted">seen in {software.where}</span>
            </p>
          ))}
          {service.software.length === 0 && <p className="text-sm text-muted">It does not say what it is.</p>}
          {service.banner && (
            <p className="font-mono text-sm text-muted wrap-anywhere">{service.banner.slice(0, 300)}</p>
          )}
          {service.names.length > 0 && (
            <p className="text-sm text-muted wrap-anywhere">asked as {service.names.join(', ')}</p>
          )}
          <SeenTimes {...service} />
        </li>
      ))}
    </Rows>
  )
}

export function Certificates({ certificates }: { certificates: SurfaceAssetDetail['certificates'] }) {
  return (
    <Rows>
      {certificates.map((certificate) => (
        <li key={certificate.key} className={look(certificate)}>
          <p className="font-medium wrap-anywhere">{certificate.subject}</p>
          <p className="text-sm wrap-anywhere">
            {certificate.selfSigned ? 'self-signed' : `issued by ${certificate.issuer}`} · valid{' '}
            {certificate.validFrom.slice(0, 10)} to {certificate.validTo.slice(0, 10)}
          </p>
          {certificate.names.length > 0 && (
            <p className="text-sm text-muted wrap-anywhere">names {certificate.names.slice(0, 20).join(', ')}</p>
          )}
          <p className="font-mono text-sm text-muted wrap-anywhere">{certificate.key}</p>
          <SeenTimes {...certificate} />
        </li>
      ))}
    </Rows>
  )
}

export function Records({ records }: { records: SurfaceAssetDetail['records'] }) {
  return (
    <Rows>
      {records.map((record) => (
        <li key={record.key} className={look(record)}>
          <p className="wrap-anywhere">
            <span className="mr-3 font-mono font-medium">{record.type}</span>
            <span className="font-mono text-sm">{record.values.join(', ')}</span>
          </p>
          <SeenTimes {...record} />
        </li>
      ))}
    </Rows>
  )
}

export function Weaknesses({ weaknesses }: { weaknesses: SurfaceAssetDetail['seenWeaknesses'] }) {
  return (
    <Rows>
      {weaknesses.map((weakness) => (
        <li key={weakness.key} className={look(weakness)}>
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="font-medium">{weakness.title}</span>
            <span className="text-sm">{weakness.severity}</span>
            <span className="text-sm text-muted wrap-anywhere">{weakness.subject}</span>
          </p>
          <p className="prose-width text-sm">{weakness.reason}</p>
          <p className="font-mono text-sm text-muted wrap-anywhere">{weakness.evidence}</p>
          <p className="prose-width text-sm">
            <span className="font-medium">What to do:</span> {weakness.remedy}
          </p>
          <SeenTimes {...weakness} />
        </li>
      ))}
    </Rows>
  )
}
