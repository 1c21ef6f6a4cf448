import type { Component, KnowledgeReader, Match, Reason, RecordId } from '#core/vocabulary'
import { CoverageLedger } from './coverage.ts'
import { decideAloud } from './decide.ts'
import { identify } from './identity.ts'
import type { MatchOptions } from './match-inventory.ts'
import { gatherOpinions, keysOfIdentity } from './opinions.ts'
import { VexShelf } from './vex.ts'

/** Why a component is, or is not, matched with a vulnerability. */
export type Explanation =
  | { kind: 'judged'; match: Match }
  /** No statement about the vulnerability names the component: `reasons` say what was looked up and what is missing. */
  | { kind: 'unnamed'; componentRef: string; vulnerabilityId: RecordId; reasons: Reason[] }

/** Explains one pair, whatever the verdict. Hears every matcher, so that what the precise dial leaves out is told too. */
export function explain(
  component: Component,
  vulnerabilityId: RecordId,
  reader: KnowledgeReader,
  options: Partial<MatchOptions> = {},
): Explanation {
  const identity = identify(component, options.subject?.distribution)
  const id = reader.vulnerability(vulnerabilityId)?.id ?? vulnerabilityId
  const precise = gatherOpinions(identity, reader, options.dial ?? 'precise').get(id)
  const opinions = precise ?? gatherOpinions(identity, reader, 'comprehensive').get(id)
  if (opinions === undefined) {
    return {
      kind: 'unnamed',
      componentRef: component.ref,
      vulnerabilityId: id,
      reasons: silenceReasons(component, id, reader, options),
    }
  }
  const target = { component, ...(options.subject ? { subject: options.subject } : {}) }
  const match = new VexShelf(options.vex ?? []).apply(decideAloud(identity, id, opinions), target)
  if (precise) return { kind: 'judged', match }
  const dial = { code: 'dial', text: 'Only the comprehensive dial hears this; the precise one leaves it out.' }
  return { kind: 'judged', match: { ...match, reasons: [...match.reasons, dial] } }
}

function silenceReasons(
  component: Component,
  id: RecordId,
  reader: KnowledgeReader,
  options: Partial<MatchOptions>,
): Reason[] {
  const identity = identify(component, options.subject?.distribution)
  const facts = reader.vulnerability(id)
  const keys = keysOfIdentity(identity, 'comprehensive')
  const reasons: Reason[] = [
    {
      code: 'looked-up',
      text:
        keys.length === 0
          ? 'The component names nothing that advisories could be looked up by.'
          : `Looked up under ${keys.slice(0, 6).join(', ')}.`,
    },
  ]
  const silent = new CoverageLedger(reader).add(identity)
  if (silent) reasons.push({ code: silent.reason, text: silenceText[silent.reason](identity.ecosystem) })
  if (facts === undefined) reasons.push({ code: 'unknown-vulnerability', text: `${id} is in no loaded source.` })
  else if (facts.retired) reasons.push({ code: 'retired', text: `Every record of ${id} is rejected or withdrawn.` })
  else
    reasons.push({
      code: 'not-named',
      text: `No record of ${id} (${facts.records.map(({ source }) => source).join(', ')}) names this component.`,
    })
  return reasons
}

const silenceText = {
  'no-knowledge': (ecosystem: string) => `No current advisories are loaded for ${ecosystem}: unknown, not clean.`,
  'no-version': () => 'The component states no version, so no range can be judged.',
  'no-identity': () => 'The component states neither a package nor a CPE that advisories could name.',
} as const
