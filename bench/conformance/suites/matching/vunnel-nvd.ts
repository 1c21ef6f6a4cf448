import type { AffectedCpe, CpeMatch, CpeNode, Statement } from '#core/vocabulary'
import { type Json, list, object, text } from './json.ts'
import { blankStatement } from './statement.ts'

/** One CVE in NVD 2.0 shape, its configurations only. */
export function readNvdRecord(item: Json): Statement[] {
  const cve = object(item.cve) ?? item
  const recordId = text(cve.id)
  if (recordId === undefined) return []
  const rejected = text(cve.vulnStatus) === 'Rejected'
  const affected = list(cve.configurations).map(configuration)
  return [{ ...blankStatement, source: 'nvd', recordId, state: rejected ? 'rejected' : 'published', affected }]
}

function configuration(given: Json): AffectedCpe {
  return {
    kind: 'cpe',
    operator: text(given.operator) === 'AND' ? 'AND' : 'OR',
    ...(given.negate === true ? { negate: true } : {}),
    nodes: list(given.nodes).map(toNode),
  }
}

function toNode(given: Json): CpeNode {
  return {
    operator: text(given.operator) === 'AND' ? 'AND' : 'OR',
    ...(given.negate === true ? { negate: true } : {}),
    matches: list(given.cpeMatch).map(toMatch),
  }
}

function toMatch(given: Json): CpeMatch {
  const after = text(given.versionStartExcluding)
  const until = text(given.versionEndIncluding)
  const min = after ?? text(given.versionStartIncluding)
  const max = until ?? text(given.versionEndExcluding)
  return {
    cpe: text(given.criteria) ?? '',
    vulnerable: given.vulnerable === true,
    ...(min === undefined ? {} : { min }),
    ...(after === undefined ? {} : { minExclusive: true }),
    ...(max === undefined ? {} : { max }),
    ...(until === undefined ? {} : { maxInclusive: true }),
  }
}
