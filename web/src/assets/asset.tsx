import type { AssetDetail } from '@contract/assets.ts'
import { droppedWords } from '@contract/dropped-words.ts'
import { counted } from '@contract/fix-words.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { assetQuery, findingsQuery } from '../api/queries.ts'
import { Back } from '../parts/back.tsx'
import { CoverageBanner } from '../parts/coverage-banner.tsx'
import { ProblemBox } from '../parts/problem-box.tsx'
import { Section } from '../parts/section.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { When } from '../parts/when.tsx'
import { ExportVex } from '../vex/export-vex.tsx'
import { AssetFacts } from './asset-facts.tsx'
import { AssetFindings, filterOf } from './asset-findings.tsx'
import { Components } from './components.tsx'
import { ExposureEvidence } from './exposure-evidence.tsx'
import { OpenCountLinks } from './open-counts.tsx'
import { Relations } from './relations/relations.tsx'
import { exposureQuery } from './relations/use-relations.ts'

const route = getRouteApi('/assets/$id')

/** What is called the same is counted apart: whoever looks for the rest of it finds it here. */
function Namesakes({ of: { namesakes } }: { of: AssetDetail }) {
  if (namesakes.length === 0) return null
  return (
    <p className="mt-2 text-soon wrap-anywhere">
      Another asset is called the same and has findings of its own:{' '}
      {namesakes.map(({ id, kind, name }, at) => (
        <span key={id}>
          {at > 0 && ', '}
          <Link to="/assets/$id" params={{ id }} className="text-accent underline">
            {kind.replaceAll('-', ' ')} {name}
          </Link>
        </span>
      ))}
    </p>
  )
}

/** One asset: the facts people state about it, what is on it, and where that was seen. */
export function Asset() {
  const { id } = route.useParams()
  const { data, error, refetch } = useQuery(assetQuery(id))
  // What stands above the rest comes with it, so that nothing is pushed down later.
  const once = { enabled: data !== undefined }
  const findings = useInfiniteQuery({ ...findingsQuery(filterOf(data?.id ?? id)), ...once })
  const exposure = useQuery({ ...exposureQuery(data?.id ?? id), ...once })
  if (error) return <ProblemBox error={error} retry={() => refetch()} back={{ to: '/assets', label: 'All assets' }} />
  if (!data || findings.isPending || exposure.isPending) return <Skeleton rows={10} height={56} />
  return (
    <article className="h-full overflow-y-auto pb-8">
      <header className="px-4 pt-3 pb-4">
        <Back to="/assets" label="Assets" />
        <h1 className="mt-2 text-xl font-semibold wrap-anywhere">{data.name}</h1>
        <p className="mt-1 mb-2 text-muted">
          {data.kind}
          {data.distribution && ` · ${data.distribution}`} · {counted(data.components, 'component')} · last seen{' '}
          <When at={data.lastSeen} />
        </p>
        <OpenCountLinks asset={data} />
        <Namesakes of={data} />
        {data.isDiscovered && (
          <p className="mt-2">
            <Link to="/surface/assets/$id" params={{ id: data.id }} className="text-accent underline">
              What discovery saw: why it is owned, services, certificates
            </Link>
          </p>
        )}
      </header>
      <CoverageBanner coverage={data.coverage} />
      <div className="xl:grid xl:grid-cols-[minmax(0,1fr)_27rem]">
        <div className="min-w-0">
          <Section title="Findings" aside="most urgent first">
            <AssetFindings assetId={data.id} />
          </Section>
          <Relations key={data.id} assetId={data.id} />
          <Section title="Components">
            <Components assetId={data.id} />
          </Section>
          <Section title="Imports" aside="where it was seen">
            <Imports imports={data.imports} />
          </Section>
        </div>
        <div className="xl:border-l xl:border-line">
          <Section title="Facts" aside="what people say about it">
            <AssetFacts asset={data} />
          </Section>
          <Section title="Exposure" aside="from where it can be reached, and who says so">
            <ExposureEvidence asset={data} />
          </Section>
          <Section title="Rulings as VEX" aside="what is ruled of this asset, for others to read">
            <ExportVex asset={data.id} />
          </Section>
        </div>
      </div>
    </article>
  )
}

function Imports({ imports }: { imports: AssetDetail['imports'] }) {
  if (imports.length === 0) return <p className="text-muted">No import of it is kept.</p>
  return (
    <ul className="max-w-4xl divide-y divide-line rounded-md border border-line">
      {imports.map((entry) => (
        <li key={entry.id} className="px-3 py-2">
          <p>
            <span className="font-mono text-sm break-all">{entry.fileName}</span>{' '}
            <span className="text-muted">{entry.format}</span>
          </p>
          <p className="text-sm text-muted">
            {counted(entry.components, 'component')} · stated <When at={entry.statedAt} />
            {entry.tool && ` by ${entry.tool}`} · imported <When at={entry.importedAt} />
            {entry.importedBy && ` by ${entry.importedBy}`}
          </p>
          {entry.dropped.map((dropped) => (
            <p key={dropped.code} className="text-sm text-soon wrap-anywhere">
              {droppedWords(dropped)}
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}
