import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compactFacts, expandFacts } from './compact-facts.ts'

const time = fc.option(
  fc.constantFrom(
    '2021-12-10T10:15:09.143Z',
    '1970-01-01T00:00:00.000Z',
    '2021-12-10',
    'soon',
    '2262-04-11T23:47:16.854Z',
  ),
  { nil: undefined },
)
const severity = fc.record(
  {
    version: fc.constantFrom('2.0', '3.0', '3.1', '4.0'),
    vector: fc.constantFrom('AV:N/AC:L/Au:N/C:P/I:P/A:P', 'CVSS:3.1/AV:N/AC:L', 'CVSS:4.0/AV:N', ''),
    score: fc.constantFrom(0, 9.8, 10),
    by: fc.constantFrom('nvd@nist.gov', 'CISA-ADP', 'example'),
  },
  { requiredKeys: ['version', 'vector', 'by'] },
)
const ssvc = fc.record(
  {
    by: fc.constantFrom('CISA-ADP', 'example'),
    at: fc.constantFrom('2024-08-26T14:07:05.368Z'),
    exploitation: fc.constantFrom('none', 'public poc', 'active'),
    automatable: fc.constantFrom('yes', 'no'),
    technicalImpact: fc.constantFrom('partial', 'total'),
  },
  { requiredKeys: ['by'] },
)

it('facts that are stored compactly are read back exactly', () => {
  const said = fc.record(
    {
      title: fc.string({ minLength: 1 }),
      severities: fc.array(severity, { minLength: 1, maxLength: 3 }),
      cwes: fc.array(fc.constantFrom('CWE-79', 'CWE-007', 'NVD-CWE-noinfo'), { minLength: 1, maxLength: 3 }),
      ssvc: fc.array(ssvc, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(said, time, time, (facts, published, modified) => {
      const whole = { ...facts, ...(published && { published }), ...(modified && { modified }) }
      const stored = JSON.parse(JSON.stringify(compactFacts(whole as Parameters<typeof compactFacts>[0])))
      expect(expandFacts(stored)).toEqual(whole)
    }),
  )
})
