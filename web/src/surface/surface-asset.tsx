import { findingsBeside } from '@contract/look-words.ts'
import { proofWords } from '@contract/proof-words.ts'
import type { SurfaceAssetDetail } from '@contract/surface.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Back } from '../parts/back.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { kindWord } from './kind-words.ts'
import { Neighbours } from './neighbours.tsx'
import { OpenMarks, openTotal } from './open-marks.tsx'
import { surfaceAssetQuery } from './queries.ts'
import { Certificates, Records, Services, Weaknesses } from './seen.tsx'
import { KeptOutMark, StandingMark } from './standing-mark.tsx'
import { findingsFilter, SurfaceFindings } from './surface-findings.tsx'
import { Timeline } from './timeline.tsx'
import { WhyOwned } from './why-owned.tsx'

const route = getRouteApi('/surface/assets/$id')

const whyTitles: Readonly<Record<SurfaceAssetDetail['standing'], string>> = {
  owned: 'Why it is owned',
  candidate: 'Why it is a candidate',
  dependency: 'Why it is a dependency',
  'monitor-only': 'Why it is only monitored',
  rejected: 'Why it is rejected',
  excluded: 'Why it is excluded',
}

/** What is wrong with these stands with what they hold or who presents them. */
const withoutFindings: ReadonlySet<SurfaceAssetDetail['kind']> = new Set([
  'certificate',
  'netblock',
  'organisation',
  'autonomous-system',
])

/** One asset as discovery sees it: why it is ours first, then what to fix, what is there, and where it leads. */
export function SurfaceAsset() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(surfaceAssetQuery(id))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={10} height={56} />
  return (
    <article key={id} className="h-full overflow-y-auto pb-8">
      <Header asset={data} />
      <div className="xl:grid xl:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="min-w-0">
          <Section title={whyTitles[data.standing]}>
            <WhyOwned asset={data} />
          </Section>
          {!withoutFindings.has(data.kind) && <SurfaceFindings asset={data} />}
          <Seen asset={data} />
        </div>
        <div className="xl:border-l xl:border-line">
          <Section title="Where it leads">
            <Neighbours groups={data.neighbours} />
          </Section>
          <Section title="Timeline" aside="latest day first">
            <Timeline asset={data} />
          </Section>
        </div>
      </div>
    </article>
  )
}

function Header({ asset }: { asset: SurfaceAssetDetail }) {
  const { label, name, kind, standing, confidence, firstSeen, lastSeen, vantage, goneAt, expires } = asset
  return (
    <header className="px-4 pt-3 pb-4">
      <Back to="/surface" label="Surface" />
      <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="text-xl font-semibold wrap-anywhere">{label}</h1>
        <StandingMark standing={standing} confidence={confidence} proof={asset.proof} />{' '}
        <KeptOutMark reason={asset.reason} />
        {asset.proof === 'stated' && <span className="text-sm text-muted">{proofWords(asset)}</span>}
        {openTotal(asset.open) > 0 && (
          <span className="flex flex-wrap items-center gap-x-2">
            <span className="text-sm text-muted">
              Open findings{findingsBeside(asset) && `, ${findingsBeside(asset)}`}
            </span>
            <OpenMarks open={asset.open} most={4} {...(kind !== 'service' && { filter: findingsFilter(asset) })} />
          </span>
        )}
      </div>
      <p className="mt-1 text-muted">
        {kindWord(kind)}
        <Resolves asset={asset} />
        {expires && (
          <>
            {' '}
            · {Date.parse(expires) < Date.now() ? 'expired' : 'expires'} <When at={expires} />
          </>
        )}{' '}
        · first seen <When at={firstSeen} /> · last seen <When at={lastSeen} /> from {vantage}
        {goneAt && (
          <>
            {' '}
            · gone since <When at={goneAt} />
          </>
        )}
      </p>
      {label !== name && <p className="font-mono text-sm text-muted wrap-anywhere">{name}</p>}
      <p className="mt-2 flex flex-wrap gap-x-4 gap-y-1">
        <Link to="/assets/$id" params={{ id: asset.id }} className="text-accent underline">
          Owner, criticality and components
        </Link>
        <Link to="/surface/graph" search={{ peek: asset.id }} className="text-accent underline">
          Show in the graph
        </Link>
      </p>
    </header>
  )
}

/** Where a name answers, each address a way on. */
function Resolves({ asset: { id, kind, places } }: { asset: SurfaceAssetDetail }) {
  if (kind !== 'domain' && kind !== 'hostname') return null
  const addresses = places.filter((place) => place.id !== id)
  if (addresses.length === 0) return <> · resolves to no address</>
  return (
    <>
      {' · resolves to '}
      {addresses.map((place, index) => (
        <span key={place.id}>
          {index > 0 && ', '}
          <Link to="/surface/assets/$id" params={{ id: place.id }} className="text-accent underline">
            {place.name}
          </Link>
        </span>
      ))}
    </>
  )
}

function Seen({ asset }: { asset: SurfaceAssetDetail }) {
  const { seenServices, certificates, records, seenWeaknesses, kind } = asset
  const isName = kind === 'domain' || kind === 'hostname'
  // The findings of a certificate are those of the services that present it.
  const others = kind === 'certificate' ? seenWeaknesses : seenWeaknesses.filter((one) => one.finding?.state !== 'open')
  return (
    <>
      {seenServices.length > 0 && (
        <Section title={isName ? 'What answers there' : 'Services and technologies'}>
          <Services services={seenServices} asset={asset} />
        </Section>
      )}
      {others.length > 0 && (
        <Section
          title={kind === 'certificate' ? 'Weaknesses' : 'Weaknesses without an open finding'}
          aside="seen by checks, with evidence and remedy"
        >
          <Weaknesses weaknesses={others} asset={asset} />
        </Section>
      )}
      {certificates.length > 0 && (
        <Section title={kind === 'certificate' ? 'Certificate' : 'Certificates'}>
          <Certificates certificates={certificates} asset={asset} />
        </Section>
      )}
      {(records.length > 0 || isName) && (
        <Section title="DNS records">
          {records.length > 0 ? <Records records={records} /> : <p className="text-muted">No record was seen.</p>}
        </Section>
      )}
    </>
  )
}
