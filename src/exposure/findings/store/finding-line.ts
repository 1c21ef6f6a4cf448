import { digestOf } from '#core/kernel'
import type { Exposure, Priority } from '#core/vocabulary'
import { type CopyValue, copyArray, copyFields, copyLine, jsonForPostgres } from '#platform/database'
import { anchorOf } from '../disposition.ts'
import type { FindingDraft } from '../draft.ts'

/** Columns of `finding` that an assessment says, with what each draft says for it. */
const said = {
  component_key: ({ draft }) => draft.componentKey,
  location: ({ draft }) => draft.location,
  title: ({ draft }) => draft.title,
  ecosystem: ({ draft }) => draft.ecosystem,
  component_name: ({ draft }) => draft.componentName,
  component_version: ({ draft }) => draft.componentVersion,
  fixed_version: ({ draft }) => draft.fixedVersion,
  cvss: ({ draft }) => draft.cvss,
  epss: ({ draft }) => draft.epss,
  kev: ({ draft }) => draft.kev,
  rank: ({ draft }) => draft.rank,
  verdict: ({ draft }) => draft.match.verdict,
  method: ({ draft }) => draft.match.method,
  source: ({ draft }) => draft.match.source,
  record_id: ({ draft }) => draft.match.recordId,
  urgency: ({ draft }) => draft.priority.urgency,
  outcome: ({ draft }) => draft.priority.outcome,
  outcome_label: ({ draft }) => draft.priority.outcomeLabel,
  decision_table: ({ draft }) => draft.priority.table,
  basis: ({ draft }) => draft.priority.basis,
  why: ({ draft }) => draft.priority.why,
  exploitation: ({ draft }) => draft.priority.exploitation,
  fix_state: ({ draft }) => draft.match.fixState,
  epss_change: ({ draft }) => draft.priority.epss?.change30d ?? null,
  // Ids have no character that means something in an array.
  components: ({ draft }) => `{${draft.components.join(',')}}`,
  aliases: ({ draft }) => copyArray(draft.aliases),
  match: ({ draft }) => jsonForPostgres(draft.match),
  priority: ({ draft, json }) => json(draft.priority),
  anchor: ({ draft, exposure }) => jsonForPostgres(anchorOf(draft, exposure)),
} satisfies Record<string, (about: About) => CopyValue>

interface About {
  draft: FindingDraft
  exposure: Exposure
  json(priority: Priority): string
}

const sayings = Object.values(said)

/** Columns that are copied from a draft as they are. */
export const saidColumns = [...Object.keys(said), 'digest']

/** A draft as it will be stored. */
export interface FindingLine {
  draft: FindingDraft
  /** Values of {@link saidColumns}, as the end of a line for COPY. */
  said: string
  /** Changes when anything shown of the finding changes. */
  digest: string
}

/** Makes lines of drafts; findings that share a decision have it written out once. */
export function lineMaker(exposure: Exposure): (draft: FindingDraft) => FindingLine {
  let last: { priority: Priority; text: string } | undefined
  const json = (priority: Priority): string => {
    if (last?.priority !== priority) last = { priority, text: jsonForPostgres(priority) }
    return last.text
  }
  return (draft) => {
    const about = { draft, exposure, json }
    const said = copyFields(sayings.map((say) => say(about)))
    const { vulnerabilityId, priority } = draft
    const digest = digestOf(`${said}\t${copyLine([vulnerabilityId, priority.dueDays ?? null])}`)
    return { draft, said: `${said}\t${digest}\n`, digest }
  }
}
