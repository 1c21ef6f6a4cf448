import { err, ok, problem, type Result } from '#core/kernel'
import { isValidVersion } from '../compare.ts'
import { normaliserOf } from './normalise.ts'
import { readerOf } from './readers.ts'
import type { Vers, VersConstraint } from './types.ts'
import { schemeOfType, sortConstraints } from './vers.ts'

const MAX_LENGTH = 8_192

/**
 * The specifier of a range in native syntax, as advisories write it: every constraint kept, sorted, versions in the
 * form the VERS type gives them; a version with places left out is filled with zeros. Problem: `bad-range`.
 */
export function versFromNative(type: string, text: string): Result<Vers> {
  const scheme = schemeOfType(type)
  const read = text.length > MAX_LENGTH ? undefined : readerOf(type)(text.trim())
  if (!read) return err(problem('bad-range', `"${text.slice(0, 80)}" is no ${type} range`))
  const normalise = normaliserOf(type)
  // Sorted as they came where they are versions, for the type's form may drop a number: 1.9.4.4 becomes 1.9.4+4.
  const versions = read.map(({ comparator, version }) => {
    const isVersion = scheme === undefined || isValidVersion(scheme, version)
    return { comparator, version: isVersion ? version : normalise(version) }
  })
  const constraints = sortConstraints(scheme, versions).map(({ comparator, version }) => {
    return { comparator, version: normalise(version) }
  })
  return ok({ type, ...(scheme && { scheme }), constraints: distinct(constraints) })
}

function distinct(constraints: readonly VersConstraint[]): VersConstraint[] {
  return [...new Map(constraints.map((one) => [`${one.comparator}${one.version}`, one])).values()]
}
