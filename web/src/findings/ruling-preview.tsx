import type { RulingEffect } from '@contract/dispositions.ts'
import { counted } from '@contract/fix-words.ts'
import { restsOn } from './ruling-words.ts'

/** What the ruling would touch and what would bring it back, before it is made. */
export function RulingPreview({ effect, error }: { effect: RulingEffect | undefined; error: Error | null }) {
  if (error) return <p className="text-now">{error.message}</p>
  if (!effect) return <p className="text-muted">Looking what it would touch …</p>
  const { suppressed, assets, anchor, replaces } = effect
  return (
    <div aria-live="polite">
      <p>
        It would take <strong className="font-semibold">{suppressed.toLocaleString()}</strong>{' '}
        {suppressed === 1 ? 'finding' : 'findings'} on {assets.toLocaleString()} {assets === 1 ? 'asset' : 'assets'} off
        the list, and bring {suppressed === 1 ? 'it' : 'them'} back when {restsOn(anchor, 'or')} changes.
      </p>
      {replaces.length > 0 && <Replaces rulings={replaces} />}
    </div>
  )
}

const SHOWN_RULINGS = 5

/** Whose rulings on other findings of the scope it would take the place of. */
function Replaces({ rulings }: { rulings: RulingEffect['replaces'] }) {
  const findings = rulings.reduce((sum, ruling) => sum + ruling.findings, 0)
  return (
    <>
      <p className="mt-1 text-soon">
        It would take the place of {counted(rulings.length, 'ruling')} on {counted(findings, 'finding')}:
      </p>
      <ul className="list-disc pl-5">
        {rulings.slice(0, SHOWN_RULINGS).map((ruling) => (
          <li key={ruling.id} className="wrap-anywhere">
            {ruling.madeBy} on {counted(ruling.findings, 'finding')}: {ruling.reason}
          </li>
        ))}
        {rulings.length > SHOWN_RULINGS && <li>and {(rulings.length - SHOWN_RULINGS).toLocaleString()} more</li>}
      </ul>
    </>
  )
}
