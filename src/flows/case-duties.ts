import {
  type AssuranceCase,
  dueOf,
  type ObligationCalendar,
  type ObligationRule,
  obligationRules,
  rulesOn,
} from '#assurance/incidents'
import { readCalendar, readObligations, type SaidObligation } from '#assurance/incidents/store'
import type { Database } from '#platform/database'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** A duty to report with its clock. */
export interface ClockedObligation {
  rule: ObligationRule
  /** `unsaid`: nobody has judged whether it applies. */
  state: SaidObligation['state'] | 'unsaid'
  startedAt: string
  /** Where the start is only proposed: from when one became aware, or the report before it was sent. */
  isProposed: boolean
  due: string
  latest: string
  filedAt: string | null
  note: string | null
  saidBy: string | null
}

/** The duties that may follow from a case, each with its clock, and by whose calendar they run. */
export async function clocked(work: InTransaction, found: AssuranceCase, now: string) {
  const calendar = await readCalendar(work)
  const said = new Map((await readObligations(work, found.id)).map((one) => [one.ruleId, one]))
  // What was filed stays by the version of that day; everything else goes by the newest that applies.
  const filed = obligationRules.filter(({ id, version }) => said.get(id)?.ruleVersion === version)
  const current = rulesOn(now.slice(0, 10), obligationRules).filter(({ id }) => !filed.some((rule) => rule.id === id))
  const obligations = obligationRules
    .filter((rule) => filed.includes(rule) || current.includes(rule))
    .flatMap((rule) => clockedOne(rule, said, awareAt(found), calendar))
  return { obligations, calendar }
}

function clockedOne(
  rule: ObligationRule,
  said: ReadonlyMap<string, SaidObligation>,
  aware: string,
  calendar: ObligationCalendar,
): ClockedObligation[] {
  const own = said.get(rule.id)
  const start = own?.startedAt ?? (rule.follows === null ? aware : said.get(rule.follows)?.filedAt)
  // A report that follows another has no clock before that one was sent.
  if (!start) return []
  const { due, latest } = dueOf(rule, start, calendar)
  return [
    {
      ...{ rule, state: own?.state ?? 'unsaid', startedAt: start, isProposed: own === undefined },
      ...{ due: own?.dueAt ?? due, latest: own?.dueAt ?? latest },
      ...{ filedAt: own?.filedAt ?? null, note: own?.note ?? null, saidBy: own?.saidBy ?? null },
    },
  ]
}

/** When one became aware, at the earliest: no clock begins later than it might have. */
function awareAt({ moments, reportedAt }: AssuranceCase): string {
  const noticed = moments.find(({ step }) => step === 'detected')
  return noticed?.earliest ?? (noticed?.latest && noticed.latest < reportedAt ? noticed.latest : reportedAt)
}

/** Names of the duties that nobody has judged yet. */
export async function unjudgedDuties(work: InTransaction, found: AssuranceCase, now: string): Promise<string[]> {
  const { obligations } = await clocked(work, found, now)
  return obligations.flatMap(({ rule, state }) => (state === 'unsaid' ? [rule.name] : []))
}
