import {
  type Currency,
  isCurrent,
  type KnowledgeReader,
  limitOf,
  type Match,
  type Reason,
  type RecordId,
} from '#core/vocabulary'
import { CoverageLedger } from './coverage.ts'
import { decideAloud } from './decide.ts'
import { amended } from './decided-match.ts'
import type { Identity } from './identity.ts'
import type { Dial } from './matchers/types.ts'
import type { Opinion } from './opinion.ts'
import { keysOfIdentity } from './opinions.ts'

/** Why a component is, or is not, matched with a vulnerability. */
export type Explanation =
  | { kind: 'judged'; match: Match }
  /** No statement about the vulnerability names the component: `reasons` say what was looked up and what is missing. */
  | { kind: 'unnamed'; componentRef: string; vulnerabilityId: RecordId; reasons: Reason[] }

/** What was gathered about one component and one vulnerability. */
interface Gathered {
  /** After heeding the owner: none where the finding is told at the owner instead. */
  opinions: readonly Opinion[] | undefined
  /** The distribution's package that installed the component, and what is said of that. */
  owner: Identity | undefined
  ownerOpinions: readonly Opinion[] | undefined
}

interface Question {
  id: RecordId
  knowledge: KnowledgeReader
  dial: Dial
  currency: Currency | undefined
}

/** Explains one pair, whatever the verdict. Hears every matcher, so that what the dial leaves out is told too. */
export function explainOpinions(identity: Identity, asked: Question, gather: (dial: Dial) => Gathered): Explanation {
  const { id } = asked
  const { opinions: heard, owner, ownerOpinions } = gather(asked.dial)
  if (heard) return judged(decideAloud(identity, id, heard), ageReasons(identity, asked))
  if (owner && ownerOpinions) return judged(toldAtOwner(identity, id, owner, ownerOpinions), ageReasons(owner, asked))
  const opinions = gather('comprehensive').opinions
  if (opinions) return judged(decideAloud(identity, id, opinions), [dialReason, ...ageReasons(identity, asked)])
  const reasons = [...silenceReasons(identity, id, asked.knowledge), ...ageReasons(identity, asked)]
  return { kind: 'unnamed', componentRef: identity.component.ref, vulnerabilityId: id, reasons }
}

const dialReason = { code: 'dial', text: 'Only the comprehensive dial hears this; the precise one leaves it out.' }

function judged(match: Match, more: readonly Reason[]): Explanation {
  return { kind: 'judged', match: amended(match, { reasons: [...match.reasons, ...more] }) }
}

/** Where the knowledge that covers the component is out of date, its silence proves nothing. */
function ageReasons(identity: Identity, { knowledge, currency }: Question): Reason[] {
  const ledger = new CoverageLedger(knowledge)
  if (currency === undefined || ledger.add(identity)) return []
  const [row] = ledger.rows()
  if (row === undefined || isCurrent(row, currency)) return []
  const { asOf } = row
  const when = asOf === undefined ? 'of no stated age' : `as of ${asOf.slice(0, 10)}`
  const limit = `${limitOf(row, currency)} days`
  const text = `What is known of ${subjectOf(identity)} is ${when}, older than ${limit}: the component counts as unknown.`
  return [{ code: 'stale', text }]
}

/** What the knowledge is about that covers it: an ecosystem, or products, where it is in none. */
function subjectOf({ kind, ecosystem }: Identity): string {
  return kind === 'other' ? 'products by CPE' : ecosystem
}

/** The match as the inventory tells it: of the package that installed the component. */
function toldAtOwner(identity: Identity, id: RecordId, owner: Identity, opinions: readonly Opinion[]): Match {
  const { name, version } = owner.component
  const text = `${owner.ecosystem}’s package ${name} ${version ?? ''} installed this component; the finding is told once, there.`
  const match = decideAloud(owner, id, opinions)
  return amended(match, {
    componentRef: identity.component.ref,
    reasons: [{ code: 'installed-by', text }, ...match.reasons],
  })
}

function silenceReasons(identity: Identity, id: RecordId, reader: KnowledgeReader): Reason[] {
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
  if (silent) reasons.push({ code: silent.reason, text: silenceText[silent.reason](subjectOf(identity)) })
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
