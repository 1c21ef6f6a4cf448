import { returnedWords } from './finding-words.ts'
import type { PreviewChange } from './import-previews.ts'

type Stand = Pick<PreviewChange['finding'], 'urgency' | 'resolution' | 'why'>

interface Change {
  kind: PreviewChange['kind']
  finding: Stand
  was: Pick<Stand, 'urgency'> | null
  returned?: Readonly<Record<keyof NonNullable<PreviewChange['returned']>, unknown>> | null | undefined
}

const resolutions: Readonly<Record<string, string>> = {
  gone: 'no such component is left',
  fixed: 'the version left the affected range',
  superseded: 'the knowledge of it changed, or it goes on as another finding',
  'not-reported': 'the tool no longer states it',
}

/** Why an import would change a finding. */
export function previewReason({ kind, finding, was, returned }: Change): string {
  if (returned) return returnedWords({ ...returned })
  if (kind === 'gone') return resolutions[finding.resolution ?? ''] ?? finding.resolution ?? ''
  const decided = was && was.urgency !== finding.urgency ? `was ${was.urgency}, now ${finding.urgency}: ` : ''
  return `${decided}${finding.why}`
}
