import type { SurfaceAssetDetail } from '@contract/surface.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Back } from '../parts/back.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { surfaceAssetQuery } from './queries.ts'
import { Ruling } from './ruling.tsx'
import { Certificates, Records, Services, Weaknesses } from './seen.tsx'
import { StandingMark } from './standing-mark.tsx'

const route = getRouteApi('/surface/assets/$id')

/** One asset as discovery sees it: why it is ours first, then what was seen of it. */
export function SurfaceAsset() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(surfaceAssetQuery(id))
  if (error) return <ProblemBox error={error} retry={() => refetch()} />
  if (!data) return <Skeleton rows={10} height={56} />
  return (
    <article className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-4">
        <Back to="/surface" label="Surface" />
        <h1 className="mt-2 text-xl font-semibold wrap-anywhere">{data.name}</h1>
        <p className="mt-1 mb-2 text-muted">
          {data.kind} · first seen <When at={data.firstSeen} /> · last seen <When at={data.lastSeen} /> from{' '}
          {data.vantage}
          {data.goneAt && (
            <>
              {' '}
              · gone since <When at={data.goneAt} />
            </>
          )}
        </p>
        <Link to="/assets/$id" params={{ id: data.id }} className="text-accent underline">
          Facts, findings and components
        </Link>
      </header>
      <Section title="Why is this ours" aside={<StandingMark standing={data.standing} confidence={data.confidence} />}>
        <Why asset={data} />
      </Section>
      <Seen asset={data} />
      <Section title="Timeline" aside="latest first">
        <Timeline changes={data.changes} />
      </Section>
    </article>
  )
}

function Why({ asset }: { asset: SurfaceAssetDetail }) {
  const { path, reason, ruling } = asset
  return (
    <>
      <p className="prose-width">{reason}.</p>
      {path.length > 0 && (
        <ol className="mt-2 max-w-4xl divide-y divide-line rounded-md border border-line">
          {path.map((step, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a path have an order and nothing else.
            <li key={place} className="px-3 py-2">
              <p className="wrap-anywhere">
                <span className="mr-2 text-muted tabular-nums">{place + 1}</span>
                {step.words}
              </p>
              <p className="text-sm text-muted wrap-anywhere">
                seen in {step.how} by {step.by} · {step.confidence} % sure
              </p>
            </li>
          ))}
        </ol>
      )}
      {ruling && (
        <p className="mt-2 text-sm">
          {ruling.madeBy} said <When at={ruling.madeAt} />: {ruling.standing}
          {ruling.branch && ', with what hangs on it'}
          {ruling.reason && ` – ${ruling.reason}`}
        </p>
      )}
      <div className="mt-3">
        <Ruling asset={asset} ruling={ruling} />
      </div>
    </>
  )
}

function Seen({ asset }: { asset: SurfaceAssetDetail }) {
  const { seenServices, certificates, records, seenWeaknesses } = asset
  return (
    <>
      {seenWeaknesses.length > 0 && (
        <Section title="What is wrong" aside="as seen; findings follow it">
          <Weaknesses weaknesses={seenWeaknesses} />
        </Section>
      )}
      {seenServices.length > 0 && (
        <Section title="Services and technologies">
          <Services services={seenServices} />
        </Section>
      )}
      {certificates.length > 0 && (
        <Section title="Certificates">
          <Certificates certificates={certificates} />
        </Section>
      )}
      {records.length > 0 && (
        <Section title="DNS records">
          <Records records={records} />
        </Section>
      )}
    </>
  )
}

function Timeline({ changes }: Pick<SurfaceAssetDetail, 'changes'>) {
  if (changes.length === 0) return <p className="text-muted">Nothing has changed since it was first seen.</p>
  return (
    <ul className="max-w-4xl divide-y divide-line">
      {changes.map((change) => (
        <li key={change.id} className="grid gap-x-4 py-1.5 md:grid-cols-[7rem_1fr]">
          <span className="text-sm text-muted">
            <When at={change.at} />
          </span>
          <span className="wrap-anywhere">{change.words}</span>
        </li>
      ))}
    </ul>
  )
}
