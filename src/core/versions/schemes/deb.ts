import { compareDigits, isDigit, isLetter } from '../digits.ts'
import { defineScheme } from '../scheme.ts'

interface DebVersion {
  epoch: string
  upstream: string
  revision: string
}

const upstreamCharacters = /^[A-Za-z0-9.+:~-]+$/
const revisionCharacters = /^[A-Za-z0-9.+~]*$/
const MAX_LENGTH = 1_024

/** Debian Policy 5.6.12: epoch, upstream version, revision; `~` sorts before the end, letters before other characters. */
export const deb = defineScheme<DebVersion>({
  id: 'deb',
  source: 'Debian Policy Manual 5.6.12; deb-version(7)',
  parse(input) {
    const text = input.trim()
    if (text.length === 0 || text.length > MAX_LENGTH) return undefined
    const colon = text.indexOf(':')
    const epoch = colon < 0 ? '0' : text.slice(0, colon)
    const rest = text.slice(colon + 1)
    const dash = rest.lastIndexOf('-')
    const upstream = dash < 0 ? rest : rest.slice(0, dash)
    const revision = dash < 0 ? '' : rest.slice(dash + 1)
    if (!/^\d{1,10}$/.test(epoch) || Number(epoch) > MAX_EPOCH) return undefined
    if (dash >= 0 && revision === '') return undefined
    if (!upstreamCharacters.test(upstream) || !revisionCharacters.test(revision) || !isDigit(upstream.charCodeAt(0)))
      return undefined
    return { epoch, upstream, revision }
  },
  compare: (a, b) =>
    compareDigits(a.epoch, b.epoch) ||
    compareDebText(a.upstream, b.upstream) ||
    compareDebText(a.revision || '0', b.revision || '0'),
})

const MAX_EPOCH = 2_147_483_647

/** dpkg's verrevcmp: runs of non-digits by their own alphabet, runs of digits by value, in turn. */
function compareDebText(a: string, b: string): number {
  let left = 0
  let right = 0
  while (left < a.length || right < b.length) {
    while ((left < a.length && !isDigit(a.charCodeAt(left))) || (right < b.length && !isDigit(b.charCodeAt(right)))) {
      const order = weightAt(a, left) - weightAt(b, right)
      if (order !== 0) return order
      left++
      right++
    }
    const leftEnd = digitsEnd(a, left)
    const rightEnd = digitsEnd(b, right)
    const order = compareDigits(a.slice(left, leftEnd), b.slice(right, rightEnd))
    if (order !== 0) return order
    left = leftEnd
    right = rightEnd
  }
  return 0
}

function weightAt(text: string, at: number): number {
  if (at >= text.length) return 0
  const code = text.charCodeAt(at)
  if (isDigit(code)) return 0
  if (code === TILDE) return -1
  return isLetter(code) ? code : code + 256
}

const TILDE = 126

function digitsEnd(text: string, from: number): number {
  let at = from
  while (at < text.length && isDigit(text.charCodeAt(at))) at++
  return at
}
