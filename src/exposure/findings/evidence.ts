import { canonicalJson, digestOf } from '#core/kernel'
import type { Match, SeenStated } from '#core/vocabulary'

const LENGTH = 16

/**
 * A digest of what tools state of one thing, for a ruling that calls it wrong to rest on: who says which rule fails, how
 * severe, of which software, and what was seen. It moves when another one is seen in the same file, and stays when lines
 * shift, when a report is made again, and when a tool mends its advice.
 */
export function evidenceOfVoices(voices: readonly SeenStated[]): string {
  return digestOfAll(voices.map(sayingOf))
}

function sayingOf(voice: SeenStated): unknown {
  const { tool, ruleId, title, description, severity, severityWord, vulnerabilityIds, cwes, software, lines } = voice
  // Where the tool tells what it saw by fingerprints, its words add nothing.
  const seen = voice.fingerprints?.toSorted() ?? [settled(title), settled(description ?? ''), lines.length]
  return [
    tool,
    ruleId,
    severity ?? '',
    severityWord ?? '',
    vulnerabilityIds.toSorted(),
    cwes.toSorted(),
    [software?.name ?? '', software?.version ?? ''],
    seen,
  ]
}

/** What other tools say of a match that rests on their word; nothing for one that sources of ours make. */
export function evidenceOfMatch({ method, reasons }: Match): string {
  if (method !== 'reported') return ''
  return digestOfAll(reasons.filter(({ code }) => code === 'reported').map(({ text }) => settled(text)))
}

function digestOfAll(sayings: readonly unknown[]): string {
  const texts = new Set(sayings.map((saying) => canonicalJson(saying)))
  return digestOf([...texts].sort().join('\n')).slice(0, LENGTH)
}

const moments = /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?\b/g
const lineWords = /\b(?:lines?|columns?|col|offset|position)\b[\s#:=]*\d+(?:\s*(?:-|–|to|,|:|and)\s*\d+)*/gi
const afterPath = /(\.\w{1,8})(?::\d+){1,2}\b/g
const addresses = /\b0x[\da-f]+\b/gi

/** Words without what moves while the thing stays: places within a file, moments, addresses in memory. */
function settled(text: string): string {
  return text
    .replace(moments, '')
    .replace(lineWords, '')
    .replace(afterPath, '$1')
    .replace(addresses, '')
    .replace(/\s+/g, ' ')
    .trim()
}
