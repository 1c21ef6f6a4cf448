import { compareDigitLists } from '../digits.ts'
import { defineScheme } from '../scheme.ts'
import { comparePrereleases } from '../semver-order.ts'

interface JvmVersion {
  numbers: string[]
  prerelease: string[]
}

const legacy = /^1\.(\d+)(?:\.(\d+))?(?:(?:_|-update_?)(\d+))?(?:-([a-z]+\d*))??(?:-b(\d+))?$/i
/** As OpenJDK tags its updates: 8u292-b10. */
const tagged = /^(?:jdk-?)?(\d+)u(\d+)(?:-b(\d+))?$/i
const modern = /^(\d+(?:\.\d+)*)(?:-((?!b\d)[0-9A-Za-z.]+))?(?:[+-]b?(\d+))?(?:-[0-9A-Za-z.-]+)?$/

/**
 * Java: JEP 223 (17.0.2+8) and the scheme before it (1.8.0_131-b11, read as 8.0.131; CPE writes 1.8.0-update131). Builds of one release have the same
 * fixes, and the two spellings count them differently, so they are not compared.
 */
export const jvm = defineScheme<JvmVersion>({
  id: 'jvm',
  source: 'JEP 223, JEP 322; J2SE SDK/JRE version string conventions',
  parse(input) {
    const text = input.trim()
    if (text.length > 256) return undefined
    const old = legacy.exec(text)
    if (old) {
      const [, major = '0', minor = '0', update = '0', pre] = old
      return { numbers: [major, minor, update], prerelease: pre ? [pre] : [] }
    }
    const tag = tagged.exec(text)
    if (tag) return { numbers: [tag[1]!, '0', tag[2]!], prerelease: [] }
    const found = modern.exec(text)
    if (!found) return undefined
    const [, numbers = '', pre] = found
    return { numbers: numbers.split('.'), prerelease: pre?.split('.') ?? [] }
  },
  compare: (a, b) => compareDigitLists(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease),
})
