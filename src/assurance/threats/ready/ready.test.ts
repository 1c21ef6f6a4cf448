import { describe, expect, it } from 'vitest'
import { frameworkReferences, frameworks, searchReferences } from '#assurance/controls'
import { builtInCatalogues } from '../catalogues/built-in.ts'
import { namedTechniques, titledTechniques } from '../catalogues/index.ts'
import { readyScenarios } from './scenarios.ts'

describe('ready-made scenarios', () => {
  it('are the eight to begin with, each with what sets it off, barriers of two layers at least, and what to find out', () => {
    expect(readyScenarios).toHaveLength(8)
    expect(new Set(readyScenarios.map(({ id }) => id)).size).toBe(8)
    for (const one of readyScenarios) {
      expect(one.id).toMatch(/^[a-z0-9][a-z0-9-]{0,79}$/)
      expect(Math.min(one.initiators.length, one.enabling.length, one.toFindOut.length)).toBeGreaterThan(0)
      expect(new Set(one.barriers.map(({ layer }) => layer)).size).toBeGreaterThanOrEqual(2)
      expect(new Set(one.barriers.map(({ control }) => control.id)).size).toBe(one.barriers.length)
    }
  })

  it('invent no number', () => {
    const text = JSON.stringify(
      readyScenarios.map(({ techniques: _, barriers, ...rest }) => [
        rest,
        barriers.map(({ control: { references: __, ...control } }) => control),
      ]),
    )
    expect(text).not.toMatch(/\d/)
  })

  it('name a control the same wherever it stands', () => {
    const said = new Map<string, string>()
    for (const { barriers } of readyScenarios)
      for (const { control } of barriers) {
        expect(said.get(control.id) ?? JSON.stringify(control)).toBe(JSON.stringify(control))
        said.set(control.id, JSON.stringify(control))
      }
  })

  it('refer to frameworks and techniques by ids that exist', () => {
    const known = new Set(frameworkReferences.map(({ id }) => id))
    const all = titledTechniques(builtInCatalogues)
    for (const { barriers, techniques } of readyScenarios) {
      for (const { control } of barriers)
        expect(control.references.filter((reference) => !known.has(reference))).toEqual([])
      const elsewhere = techniques.filter((id) => /^(AML\.T\d{4}|T\d{4})(\.\d{3})?$/.test(id))
      const here = techniques.filter((id) => !elsewhere.includes(id))
      expect(namedTechniques(all, here).map(({ id }) => id)).toEqual(here)
    }
  })
})

describe('references to frameworks', () => {
  it('are as many as the frameworks count themselves', () => {
    const count = (framework: string, pattern: RegExp) =>
      frameworkReferences.filter((one) => one.framework === framework && pattern.test(one.id)).length
    expect(frameworks.map(({ id }) => id)).toEqual([
      ...['NIST CSF 2.0', 'NIST AI RMF', 'ISO 42001', 'EU AI Act', 'CIS', 'OWASP AISVS'],
    ])
    expect(count('NIST CSF 2.0', /-\d\d$/)).toBe(106)
    expect(count('NIST AI RMF', /\.\d+$/)).toBe(72)
    expect(count('ISO 42001', /A\./)).toBe(38)
    expect(count('CIS', /\d$/)).toBe(18)
    expect(new Set(frameworkReferences.map(({ id }) => id)).size).toBe(frameworkReferences.length)
  })

  it('are found by id and by title', () => {
    expect(searchReferences('human oversight').map(({ id }) => id)).toEqual(['EU AI Act Art. 14'])
    expect(searchReferences('pr.ds-10').map(({ id }) => id)).toEqual(['NIST CSF 2.0 PR.DS-10'])
    expect(searchReferences('  ')).toEqual([])
  })
})
