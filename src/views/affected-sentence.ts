import type { Affected, CpeMatch } from '#core/vocabulary'

type Bounds = Pick<CpeMatch, 'min' | 'minExclusive' | 'max' | 'maxInclusive'>

const MAX_PARTS = 6

/** What one affected entry says, as people write it: `Debian:12 openssl < 3.0.11-1~deb12u2`. */
export function affectedSentence(entry: Affected): string {
  if (entry.kind === 'cpe') return cpeSentence(entry)
  const name = entry.kind === 'package' ? `${entry.ecosystem} ${entry.name}` : `${entry.vendor} ${entry.product}`
  const status = entry.status === 'affected' ? '' : ` (${entry.status})`
  const parts = [...entry.intervals.map(boundsWords), ...(entry.versions ?? []).map((version) => `= ${version}`)]
  return `${name} ${listed(parts) || 'no version named'}${status}`
}

function cpeSentence(entry: Extract<Affected, { kind: 'cpe' }>): string {
  const matches = entry.nodes.flatMap((node) => node.matches)
  const words = matches.filter((match) => match.vulnerable).map(cpeWords)
  const platforms = matches.filter((match) => !match.vulnerable).map(cpeWords)
  const running = platforms.length > 0 ? ` running on ${listed(platforms)}` : ''
  return `${listed(words)}${running}`
}

function cpeWords(match: CpeMatch): string {
  const [, , , vendor, product, version] = match.cpe.split(/(?<!\\):/)
  const bounds = match.min !== undefined || match.max !== undefined ? boundsWords(match) : ''
  const exact = bounds === '' && version !== undefined && version !== '*' && version !== '-' ? `= ${version}` : bounds
  return `${vendor} ${product} ${exact || 'every version'}`
}

function boundsWords({ min, minExclusive, max, maxInclusive }: Bounds): string {
  const lower = min === undefined || min === '0' ? [] : [`${minExclusive ? '>' : '≥'} ${min}`]
  const upper = max === undefined ? [] : [`${maxInclusive ? '≤' : '<'} ${max}`]
  return [...lower, ...upper].join(', ') || 'every version'
}

function listed(parts: readonly string[]): string {
  const more = parts.length > MAX_PARTS ? ` and ${parts.length - MAX_PARTS} more` : ''
  return parts.slice(0, MAX_PARTS).join(' or ') + more
}
