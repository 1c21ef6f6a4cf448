import type { ReportedPlace } from '#core/vocabulary'
import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { placeOfAddress } from '../shared/report/address.ts'
import { MAX_TITLE } from '../shared/report/words.ts'

/** The first place of a result: a file with its line, or an address. */
export function placeOf(result: JsonObject, run: JsonObject): ReportedPlace {
  const [location] = asObjects(result.locations)
  const physical = asObject(location?.physicalLocation)
  const uri = uriOf(asObject(physical?.artifactLocation), run)
  const line = asObject(physical?.region)?.startLine
  const [logical] = asObjects(location?.logicalLocations)
  const named = asText(logical?.fullyQualifiedName) ?? asText(logical?.name)
  if (uri !== undefined && /^(?:https?|wss?|ftp|ssh):\/\//i.test(uri)) return placeOfAddress(uri)
  const path = uri === undefined ? named : pathOf(uri)
  return {
    ...(path ? { path: path.slice(0, MAX_TITLE) } : {}),
    ...(typeof line === 'number' && line > 0 ? { line } : {}),
  }
}

/** An artifact's own address, or that of the run's list of artifacts it points into. */
function uriOf(artifact: JsonObject | undefined, run: JsonObject): string | undefined {
  const own = asText(artifact?.uri)
  if (own !== undefined || typeof artifact?.index !== 'number') return own
  const listed = Array.isArray(run.artifacts) ? asObject(run.artifacts[artifact.index]) : undefined
  return asText(asObject(listed?.location)?.uri)
}

function pathOf(uri: string): string {
  const plain = uri.replace(/^file:\/\/(?:localhost)?/i, '')
  try {
    return decodeURIComponent(plain)
  } catch {
    return plain
  }
}
