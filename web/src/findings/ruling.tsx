import type { FindingDetail } from '@contract/findings.ts'
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useDraft } from '../parts/drafts.ts'
import { useKey } from '../parts/use-key.ts'
import { useMay } from '../session/use-may.ts'
import { RulingForm, reasonPlace } from './ruling-form.tsx'
import { StandingRuling } from './standing-ruling.tsx'

/** What a person rules on this finding: the ruling that stands, or the way to make one. */
export function Ruling({ finding }: { finding: FindingDetail }) {
  const may = useMay('analyst')
  const { hash } = useLocation()
  const standing = finding.disposition
  const isOpen = finding.state === 'open'
  const asked = hash === 'rule' && isOpen
  // What was begun and not made is there again.
  const begun = useDraft(reasonPlace(finding.id)).text !== ''
  const [open, setOpen] = useState<'asked' | 'begun' | undefined>(
    asked ? 'asked' : begun && isOpen ? 'begun' : undefined,
  )
  const [seen, setSeen] = useState(hash)
  if (seen !== hash) {
    setSeen(hash)
    if (asked) setOpen('asked')
  }
  useKey('s', () => {
    if (isOpen) setOpen('asked')
  })
  // Who is writing goes on writing, whatever happens to it meanwhile.
  if (open && may) return <RulingForm finding={finding} asked={open === 'asked'} close={() => setOpen(undefined)} />
  if (finding.state === 'resolved') return <p className="text-muted">It is resolved: there is nothing to rule on.</p>
  if (standing) return <StandingRuling ruling={standing} />
  if (!may) return <p className="text-muted">Nobody has ruled on it. Ruling needs the role "analyst".</p>
  return (
    <>
      <p className="text-muted">Nobody has ruled on it. A ruling says why, rests on facts, and ends on a day.</p>
      <button type="button" className="button mt-2" onClick={() => setOpen('asked')}>
        Rule on it …
      </button>
    </>
  )
}
