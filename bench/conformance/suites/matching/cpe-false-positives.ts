import { z } from 'zod'
import {
  type AffectedCpe,
  type Component,
  cpeKey,
  formatCpe,
  parseCpe,
  parsePurl,
  type Statement,
} from '#core/vocabulary'
import { memoryReader } from '#exposure/knowledge'
import { matchInventory } from '#exposure/matching'
import { failedCase } from '../../case-result.ts'
import type { CaseResult } from '../../types.ts'
import { blankStatement } from './statement.ts'

const pattern = z.object({ value: z.string(), regex: z.boolean().optional() })
const suppression = z.object({
  packageUrl: pattern.optional(),
  cpe: z.array(z.union([z.string().transform((value) => ({ value })), pattern])).optional(),
})

/**
 * Packages that people reported as mistaken for another product: the precise dial must not match them with its CPE, even
 * when the package carries it as a scanner's guess. For `generic` there is no guess to tell from a name, so none is put.
 */
export function runFalsePositives(content: string): CaseResult[] {
  return content.split('\n').flatMap((line) => {
    if (line.trim() === '' || line.startsWith('{"_meta"')) return []
    const { packageUrl, cpe = [] } = suppression.parse(JSON.parse(line))
    const purl = packageUrl && example(packageUrl)
    const component = purl === undefined ? undefined : componentOf(purl.includes('@') ? purl : `${purl}@1.0.0`)
    const cpes = cpe.flatMap((entry) => example(entry) ?? [])
    return component === undefined || cpes.length === 0 ? [] : [runOne(component, cpes)]
  })
}

function runOne(component: Component, cpes: readonly string[]): CaseResult {
  const statements = cpes.flatMap((cpe, index) => statementOf(cpe, `CVE-2099-${1000 + index}`))
  const label = `${component.purl} is not ${cpes.join(', ')}`
  const guessed = cpes.flatMap((cpe) => {
    const parsed = parseCpe(cpe)
    return parsed.ok ? [formatCpe({ ...parsed.value, version: '*' })] : []
  })
  const { matches } = matchInventory(
    [{ ...component, cpes: component.type === 'generic' ? [] : guessed }],
    memoryReader(statements),
    {
      dial: 'precise',
      vex: [],
    },
  )
  if (matches.length === 0) return { passed: true, label }
  return failedCase(label, matches.map(({ verdict, method }) => `${verdict} by ${method}`).join(', '))
}

/** A statement that every version of the product is vulnerable. */
function statementOf(cpe: string, recordId: string): Statement[] {
  const parsed = parseCpe(cpe)
  if (!parsed.ok) return []
  const criteria = formatCpe({ ...parsed.value, version: '*' })
  const affected: AffectedCpe = {
    kind: 'cpe',
    operator: 'OR',
    nodes: [{ operator: 'OR', matches: [{ cpe: criteria, vulnerable: true }] }],
  }
  return cpeKey(parsed.value.vendor, parsed.value.product) === ''
    ? []
    : [{ ...blankStatement, source: 'nvd', recordId, affected: [affected] }]
}

/** A text the pattern accepts: wildcards become a word, alternatives their first branch; `undefined` when that fails. */
function example({ value, regex }: z.infer<typeof pattern>): string | undefined {
  if (!regex) return value
  let text = value.replace(/^\^|\$$/g, '')
  for (let depth = 0; depth < 5; depth++) {
    text = text.replace(/\((?:\?[:!=][^()]*|([^()|]*)(?:\|[^()]*)?)\)[?*+]?/g, '$1')
  }
  text = text
    .replace(/@\.[*+]\??$/, '@1.0.0')
    .replace(/\[\^?[^\]]*\][*+?]?/g, 'x')
    .replace(/\\d[*+?]?/gi, '1')
    .replace(/\\w[*+?]?/gi, 'x')
    .replace(/\.[*+]\??/g, 'x')
    .replace(/\\(.)/g, '$1')
  return fits(value, text) ? text : undefined
}

function fits(value: string, text: string): boolean {
  try {
    return new RegExp(value, 'i').test(text) || new RegExp(value, 'i').test(`${text}@1.0.0`)
  } catch {
    return false
  }
}

function componentOf(text: string): Component | undefined {
  const purl = parsePurl(text)
  if (!purl.ok) return undefined
  const { type, namespace, name, version } = purl.value
  return {
    ref: text,
    purl: text,
    type,
    name,
    ...(namespace ? { namespace } : {}),
    version: version ?? '1.0.0',
    cpes: [],
    upstream: [],
    licences: [],
    location: '',
    dependsOn: [],
    evidence: [{ kind: 'sbom', by: 'false-positives' }],
  }
}
