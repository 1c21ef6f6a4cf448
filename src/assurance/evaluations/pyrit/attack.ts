import type { Attempt } from '../cases.ts'
import { exceptionOf, type Fields, fieldsOf, keyOf, listOf, nameOf, noteOf, textOf } from '../json.ts'
import { componentName, scorerOf, verdictOf } from './scores.ts'

/** `outcome` of an attack: what it reached, the safeguards let through. */
const outcomes = new Map<unknown, Attempt['result']>([
  ['success', 'fail'],
  ['failure', 'pass'],
])

/** What the scenario says around an attack result. */
export interface Around {
  name: string
  labels: Fields | undefined
}

export function attackAttempt(record: Fields, around?: Around): Attempt {
  const labels = { ...around?.labels, ...fieldsOf(record.labels) } as Fields
  const name = around?.name ?? componentName(attackOf(record)) ?? componentName(fieldsOf(record.attack_identifier))
  const said = outcomes.get(record.outcome) ?? 'insufficient'
  const contradicts = said === 'pass' && reached(record)
  const result = contradicts ? 'fail' : said
  const objective = textOf(record.objective)
  const asked = objective === undefined ? undefined : keyOf(objective)
  return {
    key: textOf(labels.id) ?? (asked === undefined ? undefined : `${name ?? 'attack'} ${asked}`),
    result,
    control: textOf(labels.control),
    cluster: textOf(labels.cluster) ?? asked,
    stratum: textOf(labels.stratum) ?? harmOf(record),
    note: reasonOf(record, result),
    contradiction: contradicts
      ? 'outcome "failure", and its last score says that the objective was reached'
      : undefined,
  }
}

/** Its last score says that the attack reached its objective. */
function reached({ last_score: score }: Fields): boolean {
  const found = fieldsOf(score)
  return found !== undefined && verdictOf(found) === 'fail'
}

function harmOf(record: Fields): string | undefined {
  const named = listOf(record.targeted_harm_categories).flatMap((category) => textOf(category)?.slice(0, 100) ?? [])
  return named.length === 0 ? undefined : named.slice(0, 20).sort().join(', ')
}

function reasonOf(record: Fields, result: Attempt['result']): string | undefined {
  if (result === 'fail') return noteOf('reached', [scorerOf(fieldsOf(record.last_score))])
  if (result === 'pass') return undefined
  const kind = nameOf(record.error_type) ?? exceptionOf(record.error_message)
  return record.outcome === 'error' ? noteOf('error', [kind ?? 'unknown']) : 'undetermined'
}

function attackOf(record: Fields): Fields | undefined {
  const atomic = fieldsOf(record.atomic_attack_identifier)
  return childOf(childOf(atomic, 'attack_technique'), 'attack') ?? childOf(atomic, 'attack')
}

export function targetOfAttack(record: Fields): Fields | undefined {
  return childOf(attackOf(record), 'objective_target')
}

function childOf(component: Fields | undefined, name: string): Fields | undefined {
  return fieldsOf(fieldsOf(component?.children)?.[name])
}
