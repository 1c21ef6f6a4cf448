import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CvssVersion, parseCvss } from './index.ts'
import { macroVectorScores } from './macro-vectors.ts'
import { metricsByVersion } from './metrics.ts'

function scores(vector: string) {
  const cvss = parseCvss(vector)
  if (!cvss.ok) return cvss.error.code
  const { baseScore, temporalScore, environmentalScore } = cvss.value
  return [baseScore, temporalScore, environmentalScore]
}

/** Any complete base vector of a version with some of its other metrics. */
function vectors(version: CvssVersion) {
  const definitions = [...metricsByVersion[version].values()]
  return fc
    .tuple(...definitions.map((metric) => fc.tuple(fc.constantFrom(...metric.values), fc.boolean())))
    .map((choices) => {
      const named = definitions.flatMap(({ name, group }, index) => {
        const [value, present] = choices[index] ?? ['', false]
        return group === 'base' || present ? [`${name}:${value}`] : []
      })
      return `${version === '2.0' ? '' : `CVSS:${version}/`}${named.join('/')}`
    })
}

describe('CVSS', () => {
  it.each([
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H', [7.8, 6.4, 9.2]],
    ['CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', [9.8, 9.8, 9.8]],
    ['CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', [6.1, 6.1, 6.1]],
    ['CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', [9.3, undefined, undefined]],
  ])('%s scores %j (worked examples of the guides)', (vector, expected) => expect(scores(vector)).toEqual(expected))

  it.each([
    '',
    'AV:N/AC:L/Au:N/C:N/I:N',
    'CVSS:2.0/AV:N/AC:L/Au:N/C:N/I:N/A:C',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/',
    'CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:S/VI:H/VA:H/SC:N/SI:N/SA:N',
    `CVSS:3.1/${'A'.repeat(10_000)}`,
  ])('refuses %s', (vector) => expect(parseCvss(vector).ok).toBe(false))

  it('strict reading refuses v2 with part of a group and v4.0 out of order, lenient reading scores them', () => {
    for (const vector of [
      '(AV:N/AC:L/Au:N/C:N/I:N/A:C)',
      'AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F',
      'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SA:N/SI:N',
    ]) {
      expect(parseCvss(vector, { strict: true }).ok).toBe(false)
      expect(parseCvss(vector).ok).toBe(true)
    }
  })

  it('holds the 270 MacroVectors of the standard, and a lower one never scores higher', () => {
    expect(macroVectorScores.size).toBe(270)
    for (const [levels, score] of macroVectorScores) {
      for (let set = 0; set < 6; set++) {
        const lower = levels.slice(0, set) + (Number(levels[set]) + 1) + levels.slice(set + 1)
        expect(macroVectorScores.get(lower) ?? 0, `${levels} → ${lower}`).toBeLessThanOrEqual(score)
      }
    }
  })

  it.each(Object.keys(metricsByVersion) as CvssVersion[])(
    'every v%s vector scores 0.0 to 10.0 with one decimal',
    (version) => {
      fc.assert(
        fc.property(vectors(version), (vector) => {
          const cvss = parseCvss(vector)
          if (!cvss.ok) throw new Error(cvss.error.message)
          for (const score of [cvss.value.baseScore, cvss.value.score]) {
            expect(score).toBeGreaterThanOrEqual(0)
            expect(score).toBeLessThanOrEqual(10)
            expect(score).toBe(Number(score.toFixed(1)))
          }
        }),
      )
    },
  )

  it('v2 does not score below 0 where a low requirement halves a small impact', () => {
    const cvss = parseCvss('AV:L/AC:H/Au:M/C:N/I:P/A:N/IR:L')
    expect(cvss.ok && cvss.value).toMatchObject({ baseScore: 0.8, environmentalScore: 0, score: 0 })
  })

  it('no text makes the parser throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseCvss(text)))
  })
})
