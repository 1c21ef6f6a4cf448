import type { SurfaceRow } from '@contract/surface.ts'

type Standing = SurfaceRow['standing']

const marks: Readonly<Record<Standing, { sign: string; words: string }>> = {
  candidate: { sign: '?', words: 'candidate' },
  owned: { sign: '●', words: 'ours' },
  dependency: { sign: '◇', words: 'a third party' },
  'monitor-only': { sign: '◎', words: 'only watched' },
  rejected: { sign: '⊘', words: 'not ours' },
}

/** Whose an asset is. What nobody knows yet is hatched. */
export function StandingMark({ standing, confidence }: { standing: Standing; confidence?: number }) {
  const { sign, words } = marks[standing]
  const look = standing === 'candidate' ? 'hatched border-dashed' : ''
  return (
    <span className={`inline-block rounded border border-line px-1 text-sm whitespace-nowrap ${look}`}>
      <span className={standing === 'candidate' ? 'bg-paper px-1' : 'px-1'}>
        <span aria-hidden="true">{sign}</span> {words}
        {confidence !== undefined && <span className="text-muted tabular-nums"> {confidence} %</span>}
      </span>
    </span>
  )
}
