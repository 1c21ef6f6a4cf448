import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AffectedCpe, CpeMatch } from '../advisory.ts'
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
  const compare = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })
  const match = (name: string, rest: Partial<CpeMatch> = {}): CpeMatch => ({
    cpe: `cpe:2.3:${name}:*:*:*:*:*:*:*`,
    vulnerable: true,
    ...rest,
  })
  const runningOn = (software: CpeMatch, platform: CpeMatch): AffectedCpe => ({
    kind: 'cpe',
    operator: 'AND',
    nodes: [
      { operator: 'OR', matches: [software] },
      { operator: 'OR', matches: [platform] },
    ],
  })
  const firefox = match('a:mozilla:firefox:*', { max: '64.0' })
  const onWindows = runningOn(firefox, match('o:microsoft:windows:*', { vulnerable: false }))
  const holds = (configuration: AffectedCpe, ...names: string[]) =>
    evaluateConfiguration(
      configuration,
      names.map((name) => cpe(`cpe:2.3:${name}:*:*:*:*:*:*:*`)),
      compare,
    ).holds

  it.each([
    ['inside the bounds', 'yes', ['a:mozilla:firefox:63.0', 'o:microsoft:windows:10']],
    ['at the excluded end', 'no', ['a:mozilla:firefox:64.0', 'o:microsoft:windows:10']],
    ['without a version', 'unknown', ['a:mozilla:firefox:*', 'o:microsoft:windows:10']],
    ['on a platform nobody named', 'unknown', ['a:mozilla:firefox:63.0']],
    ['on another platform', 'no', ['a:mozilla:firefox:63.0', 'o:linux:linux_kernel:6']],
    ['not there at all', 'no', ['a:mozilla:thunderbird:1', 'o:microsoft:windows:10']],
  ])('running on: software %s gives %s', (_, expected, names) => expect(holds(onWindows, ...names)).toBe(expected))

  it('negation turns yes into no and leaves unknown unknown', () => {
    const negated: AffectedCpe = { ...onWindows, negate: true }
    expect(holds(negated, 'a:mozilla:firefox:63.0', 'o:microsoft:windows:10')).toBe('no')
    expect(holds(negated, 'a:mozilla:firefox:63.0')).toBe('unknown')
  })

  it('a version written otherwise is the same version', () => {
    const exact: AffectedCpe = {
      kind: 'cpe',
      operator: 'OR',
      nodes: [{ operator: 'OR', matches: [match('a:x:y:1.0')] }],
    }
    const numeric = (a: string, b: string) => Number(a) - Number(b)
    const name = cpe('cpe:2.3:a:x:y:1.00:*:*:*:*:*:*:*')
    expect(evaluateConfiguration(exact, [name], numeric).holds).toBe('yes')
  })

  it('a bound no scheme can order gives unknown, an empty configuration too', () => {
    const unordered = evaluateConfiguration(
      onWindows,
      [cpe('cpe:2.3:a:mozilla:firefox:x:*:*:*:*:*:*:*')],
      () => undefined,
    )
    expect(unordered.holds).toBe('unknown')
    expect(holds({ kind: 'cpe', operator: 'OR', nodes: [] }, 'a:x:y:1')).toBe('unknown')
  })

  it('knowing less never turns a yes or an unknown into a no', () => {
    const named = fc.constantFrom('a:mozilla:firefox:63.0', 'a:mozilla:firefox:65.0', 'a:mozilla:firefox:*')
    fc.assert(
      fc.property(named, (name) => {
        const full = holds(onWindows, name, 'o:microsoft:windows:10')
        if (full !== 'no') expect(holds(onWindows, name)).not.toBe('no')
      }),
    )
  })
})
