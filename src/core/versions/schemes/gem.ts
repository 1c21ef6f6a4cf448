import { compareDigits, compareText, isDigits } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

const pattern = /^(?:[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?$/
const MAX_LENGTH = 1_024
/** Gem::Platform's names: a processor and a system, or a system that needs none. */
const platform =
  /-(?:(?:x86|x64|x86_64|i[3-6]86|arm|arm64|armv\d[a-z]?|aarch64|universal|ppc|ppc64|ppc64le|powerpc|powerpc64le|riscv64|s390x)-(?:linux|darwin|mingw|mswin|freebsd|openbsd|netbsd|solaris|cygwin|aix)[\w.-]*|x64-mingw-ucrt|java|jruby)$/

/**
 * RubyGems: segments of digits or letters; a segment of letters makes a prerelease; trailing zeros do not count. A
 * platform behind a dash, as Gemfile.lock and gem file names have it, is no part of the version.
 */
export const gem = defineScheme<string[]>({
  id: 'gem',
  source: 'Gem::Version, Gem::Platform; Bundler, LockfileParser',
  parse(input) {
    if (input.length > MAX_LENGTH) return undefined
    const text = input.trim().replace(platform, '')
    if (!pattern.test(text)) return undefined
    const segments = (text || '0').replaceAll('-', '.pre.').match(/[0-9]+|[a-z]+/gi) ?? ['0']
    return canonical(segments)
  },
  compare(a, b) {
    const length = Math.max(a.length, b.length)
    for (let at = 0; at < length; at++) {
      const order = compareSegments(a[at] ?? '0', b[at] ?? '0')
      if (order !== 0) return order
    }
    return 0
  },
})

function compareSegments(a: string, b: string): number {
  const aIsNumber = isDigits(a)
  if (aIsNumber !== isDigits(b)) return aIsNumber ? 1 : -1
  return aIsNumber ? compareDigits(a, b) : compareText(a, b)
}

/** Zeros at the end and before the first word are dropped: 1.0.a is 1.a. */
function canonical(segments: readonly string[]): string[] {
  const word = segments.findIndex((segment) => !isDigits(segment))
  if (word < 0) return withoutTrailingZeros(segments)
  return [...withoutTrailingZeros(segments.slice(0, word)), ...withoutTrailingZeros(segments.slice(word))]
}

function withoutTrailingZeros(segments: readonly string[]): string[] {
  const last = segments.findLastIndex((segment) => !/^0+$/.test(segment))
  return segments.slice(0, last + 1)
}
