import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeNames, needsNoService } from '../../bench/discovery/judge-names.ts'
import { type Lab, openLab } from '../../bench/discovery/lab.ts'
import { type Found, lookAtLab } from '../../bench/discovery/look.ts'

/** The lab where it is up or can be started; without it there is nothing to measure against. */
const lab: Lab | undefined = await openLab().catch((error: Error) => {
  process.stderr.write(`lunette: the lab cannot be started, names are not looked for: ${error.message}\n`)
  return undefined
})
if (!lab) process.stderr.write('lunette: no lab here (LUNETTE_LAB): the test of names in it is skipped\n')

describe.skipIf(!lab)('discovery of the lab by names alone', () => {
  let found: Found
  const truth = lab?.truth as Lab['truth']
  beforeAll(async () => {
    found = await lookAtLab(truth)
  })
  afterAll(() => lab?.end())

  it('finds the names that no service must tell, no ghost, and takes nobody else’s', () => {
    const { missed, ghosts, takenWrongly, inScope } = judgeNames(truth, found)
    expect(missed.filter(needsNoService).length).toBeLessThanOrEqual(0.02 * inScope)
    expect(ghosts).toEqual([])
    expect(takenWrongly).toEqual([])
  })

  it('proposes every domain of the company as likely, and no other', () => {
    const domains = truth.scope.in_scope_domains.filter((domain) => !truth.scope.seed_domains.includes(domain))
    expect(found.accepted.toSorted()).toEqual(domains.toSorted())
    expect(found.wronglyProposed).toEqual([])
  })

  it('asks the port for nothing that is not approved', () => {
    expect(found.refused).toEqual([])
  })

  it('tells why each name is ours by a way from a seed', () => {
    for (const { asset, path, reason, standing } of found.assets.values()) {
      expect(reason).not.toBe('')
      const isSeed = [...truth.scope.seed_domains, ...truth.scope.seed_ranges].includes(asset.name)
      if (standing === 'owned' && !isSeed) expect(path.length, asset.name).toBeGreaterThan(0)
    }
  })
})
