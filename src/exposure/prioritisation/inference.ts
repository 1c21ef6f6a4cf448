import type { SeverityStatement } from '#core/vocabulary'

/** What a CVSS vector lets us infer about two SSVC decision points, with the sentence that says why. */
export interface Inference<Value extends string> {
  value: Value
  text: string
  vector: string
  by: string
}

interface Rule {
  /** Metrics with the values that they must all have for the urgent answer. */
  metrics: readonly string[]
  words: string
}

type Generation = '2' | '3' | '4'

/**
 * Automatable: reachable over the network, without special conditions, privileges or a person's help.
 * Our own rule over the CVSS base metrics; its agreement with CISA's ADP records is printed by `npm run bench -- inference`.
 */
const automatableRules: Readonly<Record<Generation, Rule>> = {
  2: { metrics: ['AV:N', 'AC:L', 'Au:N'], words: 'network, low complexity, no authentication' },
  3: {
    metrics: ['AV:N', 'AC:L', 'PR:N', 'UI:N'],
    words: 'network, low complexity, no privileges, no user interaction',
  },
  4: {
    metrics: ['AV:N', 'AC:L', 'AT:N', 'PR:N', 'UI:N'],
    words: 'network, low complexity, no requirements, no privileges, no user interaction',
  },
}

/** Total technical impact: full loss of confidentiality and of integrity of the vulnerable system. Our own rule, measured likewise. */
const totalImpactRules: Readonly<Record<Generation, Rule>> = {
  2: { metrics: ['C:C', 'I:C'], words: 'complete loss of confidentiality and integrity' },
  3: { metrics: ['C:H', 'I:H'], words: 'high loss of confidentiality and integrity' },
  4: { metrics: ['VC:H', 'VI:H'], words: 'high loss of confidentiality and integrity' },
}

/** SSVC Automatable from CVSS vectors; `undefined` (abstains) when there is no vector. */
export function inferAutomatable(severities: readonly SeverityStatement[]): Inference<'yes' | 'no'> | undefined {
  return infer(severities, automatableRules, 'yes', 'no')
}

/** SSVC Technical Impact from CVSS vectors; `undefined` (abstains) when there is no vector. */
export function inferTechnicalImpact(
  severities: readonly SeverityStatement[],
): Inference<'total' | 'partial'> | undefined {
  return infer(severities, totalImpactRules, 'total', 'partial')
}

/** The urgent answer when any vector of the best generations gives it: an added, worse vector never lowers it. */
function infer<Urgent extends string, Calm extends string>(
  severities: readonly SeverityStatement[],
  rules: Readonly<Record<Generation, Rule>>,
  urgent: Urgent,
  calm: Calm,
): Inference<Urgent | Calm> | undefined {
  const candidates = bestGenerations(severities)
  const first = candidates[0]
  if (!first) return undefined
  const decisive = candidates.find((severity) => meets(severity, rules))
  if (!decisive) return describe(first, calm, `${first.vector} is not: ${rules[generationOf(first)].words}`)
  return describe(decisive, urgent, `${decisive.vector} is: ${rules[generationOf(decisive)].words}`)
}

function describe<Value extends string>(severity: SeverityStatement, value: Value, text: string): Inference<Value> {
  return { value, text, vector: severity.vector, by: severity.by }
}

/** CVSS 3 and 4 vectors where there are any, else CVSS 2, whose metrics say less. */
function bestGenerations(severities: readonly SeverityStatement[]): SeverityStatement[] {
  const modern = severities.filter((severity) => severity.version !== '2.0')
  return modern.length > 0 ? modern : [...severities]
}

function generationOf(severity: SeverityStatement): Generation {
  return severity.version[0] as Generation
}

function meets(severity: SeverityStatement, rules: Readonly<Record<Generation, Rule>>): boolean {
  const stated = `/${severity.vector}/`
  return rules[generationOf(severity)].metrics.every((metric) => stated.includes(`/${metric}/`))
}
