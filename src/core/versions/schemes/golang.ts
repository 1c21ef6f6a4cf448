import { defineScheme } from '../scheme.ts'
import { compareSemver, parseSemver, type Semver } from '../semver-order.ts'

/** `go1.21rc2`: the toolchain's own spelling of a prerelease. */
const toolchain = /^go(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(alpha|beta|rc)(\d+))?(?:[- +].*)?$/

/** x/mod/semver: what is no version is below every version, and all of it equal. */
const noVersion: Semver = { numbers: [], prerelease: [], build: [] }

/** Go modules: `v` and three numbers; advisories leave the `v` out, and the standard library is versioned as the toolchain is. */
export const golang = defineScheme<Semver>({
  id: 'golang',
  source: 'golang.org/x/mod/semver; go/version',
  parse(text) {
    const release = toolchain.exec(text)
    if (release) {
      const [, major = '0', minor = '0', patch = '0', word, number = '0'] = release
      return { numbers: [major, minor, patch], prerelease: word ? [word, number] : [], build: [] }
    }
    const version = parseSemver(text, { numbers: [1, 3], prefix: /^v/ })
    return version && isComplete(version) ? version : noVersion
  },
  isVersion: (version) => version !== noVersion,
  compare(a, b) {
    if (a === noVersion || b === noVersion) return Number(a !== noVersion) - Number(b !== noVersion)
    return compareSemver(a, b)
  },
  isPrerelease: (version) => version.prerelease.length > 0,
})

/** Only all three numbers together may be followed by a prerelease or build. */
function isComplete({ numbers, prerelease, build }: Semver): boolean {
  return numbers.length === 3 || (prerelease.length === 0 && build.length === 0)
}
