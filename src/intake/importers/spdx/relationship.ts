import { asText, type JsonObject } from '../shared/input/json-value.ts'
import { lookUp } from '../shared/input/look-up.ts'

interface Edge {
  from: string
  to: string
  /** True when the relationship says that it holds only in development, test or build. */
  development: boolean
}

/** Relationship types that state a dependency, with their direction (SPDX 2.3, clause 11). */
const dependencyTypes: Readonly<Record<string, { reversed: boolean; development: boolean }>> = {
  DEPENDS_ON: { reversed: false, development: false },
  DEPENDENCY_OF: { reversed: true, development: false },
  RUNTIME_DEPENDENCY_OF: { reversed: true, development: false },
  OPTIONAL_DEPENDENCY_OF: { reversed: true, development: false },
  PROVIDED_DEPENDENCY_OF: { reversed: true, development: false },
  BUILD_DEPENDENCY_OF: { reversed: true, development: true },
  DEV_DEPENDENCY_OF: { reversed: true, development: true },
  TEST_DEPENDENCY_OF: { reversed: true, development: true },
  HAS_PREREQUISITE: { reversed: false, development: false },
}

/** The dependency a relationship states; `undefined` for all other kinds. */
export function dependencyEdge(entry: JsonObject): Edge | undefined {
  const type = lookUp(dependencyTypes, asText(entry.relationshipType))
  const left = asText(entry.spdxElementId)
  const right = asText(entry.relatedSpdxElement)
  if (!type || !left || !right) return undefined
  return { from: type.reversed ? right : left, to: type.reversed ? left : right, development: type.development }
}

/** The package a relationship says the document describes. */
export function describedBy(entry: JsonObject): string | undefined {
  const type = asText(entry.relationshipType)
  const left = asText(entry.spdxElementId)
  if ((type === 'DESCRIBES' || type === 'DESCRIBE') && left === 'SPDXRef-DOCUMENT')
    return asText(entry.relatedSpdxElement)
  return type === 'DESCRIBED_BY' ? left : undefined
}
