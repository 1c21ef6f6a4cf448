import type { SurfaceNeighbours } from '@contract/surface.ts'
import { Link } from '@tanstack/react-router'
import { kindWord } from './kind-words.ts'
import { OpenMarks } from './open-marks.tsx'
import { StandingMark } from './standing-mark.tsx'

const FEW = 5

/** What hangs together with an asset, in groups by how; each leads on. */
export function Neighbours({ groups }: { groups: readonly SurfaceNeighbours[] }) {
  if (groups.length === 0) return <p className="text-muted">Nothing is known that hangs together with it.</p>
  return (
    <div className="space-y-3">
      {groups.map((group) => (
        <Group key={group.title} group={group} />
      ))}
    </div>
  )
}

function Group({ group: { title, total, rows } }: { group: SurfaceNeighbours }) {
  const [first, rest] = [rows.slice(0, FEW), rows.slice(FEW)]
  const unshown = total - rows.length
  return (
    <section aria-label={title}>
      <h3 className="text-sm font-medium">
        {title} {total > 1 && <span className="font-normal text-muted tabular-nums">{total.toLocaleString()}</span>}
      </h3>
      <Rows rows={first} />
      {rest.length > 0 && (
        <details>
          <summary className="w-fit cursor-pointer py-1 text-sm text-accent underline">{rest.length} more</summary>
          <Rows rows={rest} />
          {unshown > 0 && <p className="text-sm text-muted">and {unshown.toLocaleString()} that are not listed here</p>}
        </details>
      )}
    </section>
  )
}

function Rows({ rows }: Pick<SurfaceNeighbours, 'rows'>) {
  return (
    <ul className="divide-y divide-line">
      {rows.map((row) => (
        <li key={row.id}>
          <Asset row={row} />
        </li>
      ))}
    </ul>
  )
}

function Asset({ row: { id, kind, label, name, standing, open } }: { row: SurfaceNeighbours['rows'][number] }) {
  const inside = (
    <>
      <span className="min-w-0 flex-1 truncate" title={name}>
        {label}
        {label !== name && <span className="text-muted"> · {kindWord(kind)}</span>}
      </span>
      <OpenMarks open={open} most={1} />
      {standing !== null && standing !== 'owned' && <StandingMark standing={standing} />}
    </>
  )
  const look = '-mx-1 flex items-center gap-2 rounded px-1 py-1 hover:bg-raised'
  // What discovery knows only by name has its facts alone.
  return standing === null ? (
    <Link to="/assets/$id" params={{ id }} preload={false} className={look}>
      {inside}
    </Link>
  ) : (
    <Link to="/surface/assets/$id" params={{ id }} preload={false} className={look}>
      {inside}
    </Link>
  )
}
