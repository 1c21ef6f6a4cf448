import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AffectedCpe, CpeMatch, CpeNode } from '../advisory.ts'
import {
  type Cpe,
  type CpeRelation,
  cpeOf,
  cpeValueOf,
  evaluateConfiguration,
  formatCpe,
  formatCpeUri,
  isCpeValue,
  matchCpe,
  matchCpeValue,
  parseCpe,
  quoteCpeValue,
  type Ternary,
  unquoteCpeValue,
} from './index.ts'

function cpe(text: string): Cpe {
  const parsed = parseCpe(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return parsed.value
}

const anyValue = fc.oneof(
  fc.constantFrom('*', '-'),
  fc.string({ minLength: 1, unit: 'grapheme-ascii' }).map(quoteCpeValue).filter(isCpeValue),
)
const anyName = fc
  .tuple(fc.constantFrom('a', 'o', 'h', '*'), anyValue, anyValue, anyValue, anyValue, anyValue)
  .map(([part, vendor, product, version, update, targetSw]) =>
    cpeOf({ part, vendor, product, version, update, targetSw }),
  )

describe('CPE names', () => {
  it.each([
    [
      'cpe:/a:hp:insight_diagnostics:7.4.0.1570::~~online~win2003~x64~',
      'cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:*:*:*:online:win2003:x64:*',
    ],
    ['cpe:/a:Microsoft:IE:8.%02:sp%01', 'cpe:2.3:a:microsoft:ie:8.*:sp?:*:*:*:*:*:*'],
    ['CPE:2.3:a:foo\\\\bar:big\\$money:2010:-:*:*:*:*:*:*', 'cpe:2.3:a:foo\\\\bar:big\\$money:2010:-:*:*:*:*:*:*'],
    ['wfn:[part="a",vendor="x",version=NA,target_sw="y"]', 'cpe:2.3:a:x:*:-:*:*:*:*:y:*:*'],
  ])('%s is bound as %s', (text, bound) => expect(formatCpe(cpe(text))).toBe(bound))

  it.each([
    'cpe:2.3:a:b:c',
    'cpe:2.3:x:b:c:*:*:*:*:*:*:*:*',
    'cpe:2.3:a:b*c:d:*:*:*:*:*:*:*:*',
    'cpe:/a:b:c:d:e:f:g:h',
    'cpe:/a:%07',
    'cpe:/a:b:c:1:2:~x',
    'wfn:[bad="x"]',
    'wfn:[part="a",part="a"]',
    '',
    `cpe:2.3:a:${'x'.repeat(5_000)}:*:*:*:*:*:*:*:*:*`,
  ])('refuses %s', (text) => expect(parseCpe(text).ok).toBe(false))

  it('what was bound unbinds to the same name, in both forms', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(cpe(formatCpe(name))).toEqual(name)
        expect(cpe(formatCpeUri(name))).toEqual(name)
      }),
    )
  })

  it('a literal text survives quoting', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{1,20}$/), (text) => {
        expect(unquoteCpeValue(quoteCpeValue(text))).toBe(text.toLowerCase())
      }),
    )
  })

  it('a backslash asks for a wildcard, which may only open or close a value', () => {
    expect(cpeValueOf('1.8.\\*')).toBe('1\\.8\\.*')
    expect(cpeValueOf('1.\\*.2')).toBeUndefined()
    expect(isCpeValue('\\-')).toBe(false)
  })

  it('no text makes the parser throw', () => {
    const prefixed = fc
      .tuple(fc.constantFrom('', 'cpe:/', 'cpe:2.3:', 'wfn:['), fc.string())
      .map((parts) => parts.join(''))
    fc.assert(fc.property(prefixed, (text) => void parseCpe(text)))
  })
})

describe('CPE name matching (NISTIR 7696, table 6-2)', () => {
  const table: [string, string, CpeRelation][] = [
    ['*', '*', 'equal'],
    ['*', '-', 'superset'],
    ['*', 'a', 'superset'],
    ['*', 'a?', 'undefined'],
    ['-', '*', 'subset'],
    ['-', '-', 'equal'],
    ['-', 'a', 'disjoint'],
    ['-', 'a?', 'undefined'],
    ['a', '*', 'subset'],
    ['a', '-', 'disjoint'],
    ['a', 'A', 'equal'],
    ['a', 'b', 'disjoint'],
    ['a', 'a?', 'undefined'],
    ['a?', '*', 'subset'],
    ['a?', '-', 'disjoint'],
    ['a?', 'ab', 'superset'],
    ['a?', 'a', 'superset'],
    ['a?', 'abc', 'disjoint'],
    ['a?', 'a*', 'undefined'],
    ['??a', 'xya', 'superset'],
    ['a\\?', 'a\\?', 'equal'],
    ['a\\?', 'ab', 'disjoint'],
    ['a?', 'a\\!', 'superset'],
  ]
  it.each(table)('%s to %s is %s', (source, target, relation) => expect(matchCpeValue(source, target)).toBe(relation))

  it('relations of names are mirrored when the two change places', () => {
    const mirror: Record<CpeRelation, CpeRelation> = {
      equal: 'equal',
      superset: 'subset',
      subset: 'superset',
      disjoint: 'disjoint',
      undefined: 'undefined',
    }
    fc.assert(
      fc.property(anyName, anyName, (a, b) => {
        expect(matchCpe(b, a)).toBe(mirror[matchCpe(a, b)])
      }),
    )
  })

  it('a long value does not make a pattern slow', () => {
    const started = performance.now()
    matchCpeValue(`*${'a'.repeat(900)}*`, 'a'.repeat(1_800))
    matchCpeValue(`${'?'.repeat(900)}b`, '\\a'.repeat(900))
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('configurations', () => {
  const words = ['yes', 'no', 'unknown'] as const
  const asked = (...names: string[]) => names.map((cpe): CpeMatch => ({ cpe, vulnerable: true }))
  const config = (operator: 'AND' | 'OR', ...nodes: CpeNode[]): AffectedCpe => ({ kind: 'cpe', operator, nodes })
  const node = (operator: 'AND' | 'OR', ...names: string[]): CpeNode => ({ operator, matches: asked(...names) })
  const asWritten = ({ cpe }: CpeMatch) => cpe as Ternary

  it.each([
    ['AND', 'yes', 'yes', 'yes'],
    ['AND', 'yes', 'unknown', 'unknown'],
    ['AND', 'unknown', 'no', 'no'],
    ['OR', 'no', 'no', 'no'],
    ['OR', 'no', 'unknown', 'unknown'],
    ['OR', 'unknown', 'yes', 'yes'],
  ] as const)('%s of %s and %s is %s, over nodes and within one', (operator, a, b, expected) => {
    expect(evaluateConfiguration(config(operator, node('OR', a), node('OR', b)), asWritten)).toBe(expected)
    expect(evaluateConfiguration(config('OR', node(operator, a, b)), asWritten)).toBe(expected)
  })

  it('negation turns yes into no and leaves unknown unknown', () => {
    const negated = (word: Ternary): AffectedCpe => ({ ...config('OR', node('OR', word)), negate: true })
    expect(words.map((word) => evaluateConfiguration(negated(word), asWritten))).toEqual(['no', 'yes', 'unknown'])
    const inner = (word: Ternary) => config('OR', { ...node('OR', word), negate: true })
    expect(words.map((word) => evaluateConfiguration(inner(word), asWritten))).toEqual(['no', 'yes', 'unknown'])
  })

  it('an empty configuration is unknown', () => {
    expect(evaluateConfiguration(config('OR'), asWritten)).toBe('unknown')
  })

  it('knowing less never turns a yes or an unknown into a no, where nothing is negated', () => {
    const answer = fc.constantFrom(...words)
    const operator = fc.constantFrom('AND' as const, 'OR' as const)
    const nodes = fc.array(fc.tuple(operator, fc.array(answer, { minLength: 1 })), { minLength: 1 })
    fc.assert(
      fc.property(operator, nodes, (outer, inner) => {
        const whole = config(outer, ...inner.map(([kind, names]) => node(kind, ...names)))
        if (evaluateConfiguration(whole, asWritten) === 'no') return
        const vague = (match: CpeMatch): Ternary => (match.cpe === 'yes' ? 'unknown' : asWritten(match))
        expect(evaluateConfiguration(whole, vague)).not.toBe('no')
      }),
    )
  })
})
