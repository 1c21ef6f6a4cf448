import { z } from 'zod'
import type { AffectedCpe, CpeNode } from '#core/vocabulary'

const match = z.object({
  vulnerable: z.boolean(),
  cpe23Uri: z.string(),
  versionStartIncluding: z.string().optional(),
  versionStartExcluding: z.string().optional(),
  versionEndIncluding: z.string().optional(),
  versionEndExcluding: z.string().optional(),
})
const leaf = z.object({
  operator: z.enum(['AND', 'OR']),
  negate: z.boolean().optional(),
  cpe_match: z.array(match).default([]),
})
const node = leaf.extend({ children: z.array(leaf).default([]) })

/** The retired NVD 1.1 feed shape, as far as its configurations go. */
export const nvdFeed = z.object({
  feed: z.object({ CVE_Items: z.array(z.object({ configurations: z.object({ nodes: z.array(node) }).nullish() })) }),
})

/** One 1.1 node as a configuration: its children, or itself where it has none. */
export function nvdConfiguration(given: z.infer<typeof node>): AffectedCpe {
  const nodes = given.children.length > 0 ? given.children : [given]
  const operator = given.children.length > 0 ? given.operator : 'OR'
  return {
    kind: 'cpe',
    operator,
    ...(given.negate && given.children.length > 0 && { negate: true }),
    nodes: nodes.map(toNode),
  }
}

function toNode(given: z.infer<typeof leaf>): CpeNode {
  return {
    operator: given.operator,
    ...(given.negate && { negate: true }),
    matches: given.cpe_match.map((entry) => ({
      cpe: entry.cpe23Uri,
      vulnerable: entry.vulnerable,
      ...bound('min', entry.versionStartIncluding, entry.versionStartExcluding),
      ...bound('max', entry.versionEndIncluding, entry.versionEndExcluding),
    })),
  }
}

function bound(side: 'min' | 'max', inclusive: string | undefined, exclusive: string | undefined) {
  if (exclusive !== undefined) return { [side]: exclusive, ...(side === 'min' && { minExclusive: true as const }) }
  if (inclusive !== undefined) return { [side]: inclusive, ...(side === 'max' && { maxInclusive: true as const }) }
  return {}
}
