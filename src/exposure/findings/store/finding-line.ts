import { digestOf } from '#core/kernel'
import type { Exposure, Priority } from '#core/vocabulary'
import { withEpssBand } from '#exposure/prioritisation'
import { type CopyValue, copyArray, copyFields, copyLine, jsonForPostgres } from '#platform/database'
import { anchorOf } from '../disposition.ts'
import type { FindingDraft } from '../draft.ts'
import { packMatch, packPriority } from '../packed.ts'

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
  kev: ({ draft }) => draft.kev,
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
  fix_state: ({ draft }) => draft.fixState,
  // Ids have no character that means something in an array.
  components: ({ draft }) => `{${draft.components.join(',')}}`,
  aliases: ({ draft }) => copyArray(draft.aliases),
  match: ({ draft }) => jsonForPostgres(packMatch(draft.match, draft.vulnerabilityId, draft.otherVersions)),
  priority: ({ decision }) => decision,
  anchor: ({ draft, exposure }) => jsonForPostgres(anchorOf(draft, exposure)),
} satisfies Record<string, (about: About) => CopyValue>

interface About {
  draft: FindingDraft
  exposure: Exposure
  /** The decision as it is stored. */
  decision: string
}

/** Those that follow from the EPSS of the day it was decided: `finding_score` has today's. */
const scored = {
  rank: ({ draft }) => draft.rank,
  epss: ({ draft }) => draft.epss,
  epss_change: ({ draft }) => draft.priority.epss?.change30d ?? null,
  epss_reported: ({ draft }) => draft.priority.epss?.by !== undefined,
} satisfies Record<string, (about: About) => CopyValue>

/** Those that say again what the match says, with which they change. */
const repeated = {
  other_versions: ({ draft: { otherVersions } }) =>
    otherVersions.length === 0 ? null : copyArray(otherVersions.map(({ version }) => version)),
} satisfies Record<string, (about: About) => CopyValue>

const sayings = Object.values(said)
const others = Object.values({ ...scored, ...repeated })

/** Columns that are copied from a draft as they are. */
export const saidColumns = [...Object.keys(said), ...Object.keys({ ...scored, ...repeated }), 'digest']

/** A draft as it will be stored. */
export interface FindingLine {
  draft: FindingDraft
  /** Values of {@link saidColumns}, as the end of a line for COPY. */
  said: string
  /** Changes when anything shown of the finding changes but what follows from the day's EPSS. */
  digest: string
}

/** Makes lines of drafts; findings that share a decision have it written out once. */
export function lineMaker(exposure: Exposure): (draft: FindingDraft) => FindingLine {
  let last: { priority: Priority; decision: string } | undefined
  return (draft) => {
    const { vulnerabilityId, priority, rank } = draft
    if (last?.priority !== priority) last = { priority, decision: jsonForPostgres(packPriority(lasting(priority))) }
    const { decision } = last
    const about = { draft, exposure, decision }
    const said = copyFields(sayings.map((say) => say(about)))
    const own = copyLine([vulnerabilityId, priority.dueDays ?? null, withEpssBand(rank, 0)])
    const digest = digestOf(`${said}\t${own}`)
    return { draft, said: `${said}\t${copyFields(others.map((say) => say(about)))}\t${digest}\n`, digest }
  }
}

/** A decision without the scores of the day, which whoever shows it takes from the vulnerability; a report's stay with it. */
function lasting({ epss, lev, ...decided }: Priority): Priority {
  return epss?.by === undefined ? decided : { ...decided, epss, ...(lev && { lev }) }
}
