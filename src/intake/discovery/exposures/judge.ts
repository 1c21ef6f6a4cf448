import { type CvssSeverity, type SeenWeakness, serviceAt } from '#core/vocabulary'
import type { ServiceLook } from './contract.ts'
import { exposureChecks } from './registry.ts'

const MOST_OF_A_CHECK = 50
const LONGEST_EVIDENCE = 600
const MOST_QUOTED = 5
const worstFirst: readonly CvssSeverity[] = ['critical', 'high', 'medium', 'low', 'none']

/** What is wrong with a service, each with its evidence; the same weakness found twice counts once. */
export function judge(look: ServiceLook): SeenWeakness[] {
  return joinShown(judgeEach(look))
}

/** The same by each site and certificate that shows it. */
export function judgeEach(look: ServiceLook): SeenWeakness[] {
  const found = new Map<string, SeenWeakness>()
  for (const check of exposureChecks) {
    let count = 0
    for (const witnessed of check.look(look)) {
      if (count++ >= MOST_OF_A_CHECK) break
      const made = weaknessOf(check, witnessed, look)
      if (!found.has(keyOfShown(made))) found.set(keyOfShown(made), made)
    }
  }
  return [...found.values()]
}

/** A weakness that several sites or certificates of a place show is one: all of them are its evidence, the worst decides. */
export function joinShown(each: readonly SeenWeakness[]): SeenWeakness[] {
  return [...Map.groupBy(each, keyOfWeakness).values()].map(joined)
}

function joined(shown: SeenWeakness[]): SeenWeakness {
  const [worst] = shown.toSorted(
    (a, b) => worstFirst.indexOf(a.severity) - worstFirst.indexOf(b.severity) || compare(keyOfShown(a), keyOfShown(b)),
  ) as [SeenWeakness]
  if (shown.length === 1) return worst
  const evidence = [...new Set(shown.map((one) => one.evidence))].sort()
  const more = evidence.length > MOST_QUOTED ? [`${evidence.length - MOST_QUOTED} more like these`] : []
  return {
    ...worst,
    shownBy: [...new Set(shown.flatMap(({ shownBy = [] }) => shownBy))].sort(),
    evidence: [...evidence.slice(0, MOST_QUOTED), ...more].join('\n'),
  }
}

/** What tells the weaknesses of one service apart. */
function keyOfWeakness({ ruleId, aspect = '' }: SeenWeakness): string {
  return `${ruleId}\n${aspect}`
}

/** What tells apart what each site and certificate shows of one service. */
export function keyOfShown(weakness: SeenWeakness): string {
  return [keyOfWeakness(weakness), ...(weakness.shownBy ?? [])].join('\n')
}

function weaknessOf(
  { id, title, severity, reason, remedy, references }: (typeof exposureChecks)[number],
  witnessed: { evidence: string; aspect?: string; shownBy?: string; severity?: CvssSeverity; title?: string },
  { target: { address, port }, transport }: ServiceLook,
): SeenWeakness {
  return {
    ruleId: id,
    ...(witnessed.aspect === undefined ? {} : { aspect: witnessed.aspect }),
    ...(witnessed.shownBy === undefined ? {} : { shownBy: [witnessed.shownBy] }),
    subject: serviceAt(address, port, transport),
    title: witnessed.title ?? title,
    severity: witnessed.severity ?? severity,
    evidence: witnessed.evidence.slice(0, LONGEST_EVIDENCE),
    reason,
    remedy,
    references: [...references],
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
