import { compareDigitLists, compareText } from '../digits.ts'
import { defineScheme } from '../scheme.ts'
import { comparePrereleases } from '../semver-order.ts'

interface OpensslVersion {
  numbers: string[]
  letters: string
  prerelease: string[]
}

const pattern = /^(\d+\.\d+(?:\.\d+)?)([a-z]*)(?:-([0-9A-Za-z.-]+))?$/

/** OpenSSL: before 3.0 a letter counts the fixes (z, then za); since 3.0 SemVer. */
export const openssl = defineScheme<OpensslVersion>({
  id: 'openssl',
  source: 'OpenSSL release strategy; VERS, openssl',
  parse(text) {
    const found = pattern.exec(text.trim())
    if (!found) return undefined
    const [, numbers = '', letters = '', prerelease] = found
    return {
      numbers: numbers.split('.'),
      letters,
      prerelease: prerelease?.replace(/^([a-z]+)(\d+)$/i, '$1.$2').split('.') ?? [],
    }
  },
  compare: (a, b) =>
    compareDigitLists(a.numbers, b.numbers) ||
    compareText(a.letters, b.letters) ||
    comparePrereleases(a.prerelease, b.prerelease),
})
