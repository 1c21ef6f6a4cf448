import { type SeenWeakness, serviceAt } from '#core/vocabulary'
import type { ServiceLook } from './contract.ts'
import { exposureChecks } from './registry.ts'

const MOST_OF_A_CHECK = 50
const LONGEST_EVIDENCE = 600

/** What is wrong with a service, each with its evidence; the same weakness found twice counts once. */
export function judge(look: ServiceLook): SeenWeakness[] {
  const found = new Map<string, SeenWeakness>()
  for (const check of exposureChecks) {
    let count = 0
    for (const witnessed of check.look(look)) {
      if (count++ >= MOST_OF_A_CHECK) break
      const made = weaknessOf(check, witnessed, look)
      if (!found.has(keyOfWeakness(made))) found.set(keyOfWeakness(made), made)
    }
  }
  return [...found.values()]
}

/** What tells the weaknesses of one service apart. */
export function keyOfWeakness({ ruleId, aspect = '' }: Pick<SeenWeakness, 'ruleId' | 'aspect'>): string {
  return `${ruleId}\n${aspect}`
}

function weaknessOf(
  { id, title, severity, reason, remedy, references }: (typeof exposureChecks)[number],
  witnessed: { evidence: string; aspect?: string; severity?: SeenWeakness['severity']; title?: string },
  { target: { address, port }, transport }: ServiceLook,
): SeenWeakness {
  return {
    ruleId: id,
    ...(witnessed.aspect === undefined ? {} : { aspect: witnessed.aspect }),
    subject: serviceAt(address, port, transport),
    title: witnessed.title ?? title,
    severity: witnessed.severity ?? severity,
    evidence: witnessed.evidence.slice(0, LONGEST_EVIDENCE),
    reason,
    remedy,
    references: [...references],
  }
}
