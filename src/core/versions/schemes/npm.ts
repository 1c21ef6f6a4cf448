import { defineScheme } from '../scheme.ts'
import { compareSemver, parseSemver, type Semver } from '../semver-order.ts'

const MAX_LENGTH = 256

/** node-semver's strict reading: a leading `v` or `=`, exactly three numbers, none above the largest safe integer. */
export const npm = defineScheme<Semver>({
  id: 'npm',
  source: 'node-semver; SemVer 2.0.0',
  parse(text) {
    const trimmed = text.trim()
    if (trimmed.length > MAX_LENGTH) return undefined
    return parseSemver(trimmed, { numbers: [3, 3], prefix: /^[v=\s]+/, most: String(Number.MAX_SAFE_INTEGER) })
  },
  compare: compareSemver,
  isPrerelease: (version) => version.prerelease.length > 0,
})
