import type { SsvcStatement } from '#core/vocabulary'
import { inferAutomatable, inferTechnicalImpact } from '../inference.ts'
import type { SettingFacts } from '../settings.ts'
import type { Answer, AnswerPoint } from './contract.ts'

const automatableKeys = { yes: 'Y', no: 'N' } as const
const impactKeys = { total: 'T', partial: 'P' } as const

/** SSVC Automatable: as CISA's ADP states it, else inferred from CVSS. */
export const automatable: AnswerPoint = ({ facts, setting }) => {
  if (setting) return settingAnswer(setting, setting.automatable ? 'Y' : 'N')
  const stated = newest(facts.ssvc, (statement) => statement.automatable)
  if (stated)
    return {
      value: automatableKeys[stated.value],
      basis: 'stated',
      source: stated.by,
      ...stated.at,
      text: `${stated.by} states automatable: ${stated.value}`,
    }
  const inferred = inferAutomatable(facts.severities)
  return (
    inferred && {
      value: automatableKeys[inferred.value],
      basis: 'inferred',
      source: `CVSS by ${inferred.by}`,
      text: inferred.text,
    }
  )
}

/** SSVC Technical Impact: as CISA's ADP states it, else inferred from CVSS. */
export const technicalImpact: AnswerPoint = ({ facts, setting }) => {
  if (setting) return settingAnswer(setting, setting.total ? 'T' : 'P')
  const stated = newest(facts.ssvc, (statement) => statement.technicalImpact)
  if (stated)
    return {
      value: impactKeys[stated.value],
      basis: 'stated',
      source: stated.by,
      ...stated.at,
      text: `${stated.by} states technical impact: ${stated.value}`,
    }
  const inferred = inferTechnicalImpact(facts.severities)
  return (
    inferred && {
      value: impactKeys[inferred.value],
      basis: 'inferred',
      source: `CVSS by ${inferred.by}`,
      text: inferred.text,
    }
  )
}

function settingAnswer({ by: source, words: text }: SettingFacts, value: string): Answer {
  return { value, basis: 'stated', source, text }
}

function newest<Value>(
  statements: readonly SsvcStatement[],
  pick: (statement: SsvcStatement) => Value | undefined,
): { value: Value; by: string; at: { at?: string } } | undefined {
  const speaking = statements.filter((statement) => pick(statement) !== undefined)
  const last = speaking.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1))[0]
  return last && { value: pick(last)!, by: last.by, at: last.at ? { at: last.at } : {} }
}
