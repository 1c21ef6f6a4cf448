import type { SurfaceRow } from '@contract/surface.ts'
import { isKeptOut } from '@contract/surface-words.ts'

type Standing = SurfaceRow['standing']

const signs: Readonly<Record<Standing, string>> = {
  candidate: '?',
  owned: '●',
  dependency: '◇',
  'monitor-only': '◎',
  rejected: '⊘',
  excluded: '∅',
}

interface Props {
  standing: Standing
  confidence?: number
  proof?: SurfaceRow['proof']
}

/** Beside whose it is: nobody looks there, though it is approved. */
export function KeptOutMark({ reason }: { reason: string }) {
  if (!isKeptOut(reason)) return null
  return (
    <span className="text-sm font-medium whitespace-nowrap text-soon" title={reason}>
      <span aria-hidden="true">{signs.excluded}</span> excluded
    </span>
  )
}

/** Whose an asset is, in the word that filters and the API have for it. What nobody knows yet is hatched. */
export function StandingMark({ standing, confidence, proof }: Props) {
  const look = standing === 'candidate' ? 'hatched border-dashed' : proof === 'stated' ? 'border-dashed' : ''
  return (
    <span className={`inline-block rounded border border-line px-1 text-sm whitespace-nowrap ${look}`}>
      <span className={standing === 'candidate' ? 'bg-paper px-1' : 'px-1'}>
        <span aria-hidden="true">{proof === 'stated' ? '○' : signs[standing]}</span> {standing}
        {confidence !== undefined && confidence < 100 && (
          <span className="text-muted tabular-nums" title={`${confidence} % sure`}>
            {' '}
            {confidence} %
          </span>
        )}
      </span>
    </span>
  )
}
