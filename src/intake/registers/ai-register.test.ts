import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleRegister } from '../../../web/src/assurance/example-register.ts'
import { readAiRegister } from './index.ts'

const whole = `
ai-register: 1
systems:
  - id: helpdesk
    name: Helpdesk assistant
    purpose: answers questions of customers
    role: deployer
    autonomy: supervised
    parts:
      - { kind: model, name: some-model, version: "2026-08", access-level: 2 }
controls:
  - { id: input-filter, name: Input filter, claim: stops injected instructions, system: helpdesk }
scenarios:
  - id: injection
    title: Injected instructions reach a tool
    harm: a customer's order is changed
    attempts: { value: 1000 }
    barriers:
      - { control: input-filter, layer: prevent, causes: ["model:some-model"] }
`

/** The problem that a text has, as `code: message`. */
function wrong(text: string): string {
  const read = readAiRegister(text)
  return read.ok ? 'nothing' : `${read.error.code}: ${read.error.message}`
}

describe('an ai-register.yaml', () => {
  it('is read with what it leaves open filled in', () => {
    const read = readAiRegister(whole)
    expect(read.ok && read.value.controls[0]).toMatchObject({ 'half-life-days': 90, 'review-days': 180 })
    expect(read.ok && read.value.scenarios[0]).toMatchObject({
      treatment: 'mitigate',
      attempts: { value: 1000, basis: 'assumed' },
      consequence: { value: 1, basis: 'assumed' },
    })
  })

  it.each([
    [whole.replace('system: helpdesk', 'system: nobody'), 'there is no system nobody'],
    [whole.replace('control: input-filter', 'control: other'), 'there is no control other'],
    [
      whole.replace('role: deployer', 'role: user'),
      'systems.helpdesk.role (line 7): it is to be one of provider, deployer',
    ],
    [whole.replace('access-level: 2', 'access-level: 8'), 'access-level (line'],
    [whole.replace('value: 1000', 'value: 1000, basis: observed'), 'says where it is from'],
    [whole.replace('purpose:', 'purpsoe:'), 'systems.helpdesk.purpose (line 4): it is missing'],
    [whole.replace('purpose:', 'purpsoe:'), 'nothing is known of purpsoe'],
    [
      `${whole}\n  - id: injection\n    title: x\n    harm: y\n    attempts: { value: 1 }\n`,
      'two have the id injection',
    ],
    ['a: [1', 'not-yaml'],
    ['ai-register: 2', 'not-a-register'],
    ['', 'not-a-register'],
    ['x'.repeat(3_000_000), 'too-large'],
    [`ai-register: &a [1]\nsystems: [${'*a,'.repeat(60)}]`, 'not-yaml'],
  ])('says what is wrong: %#', (text, message) => expect(wrong(text)).toContain(message))

  it('says it in words of its own, whatever is put where', () => {
    const values = ['""', '-1', '{}', '[]', 'true', '1e9', '"x"', '2026-99-99', '~']
    const fields = [
      'id: helpdesk',
      'role: deployer',
      'access-level: 2',
      'value: 1000',
      'layer: prevent',
      "harm: a customer's order is changed",
    ]
    for (const field of fields)
      for (const value of values) {
        const said = wrong(whole.replace(field, `${field.split(':')[0]}: ${value}`))
        expect(said).not.toMatch(/Invalid|expected|received|Unrecognized|Too (?:small|big)/)
        if (said.startsWith('not-a-register')) expect(said).toMatch(/\(line \d+\)|there is no/)
      }
  })

  it('takes any text without falling over', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ai-register: 1\n[]{}&*!|>"\'#,%@`\t') }), (text) => {
        readAiRegister(text)
      }),
    )
  })
})

describe('the examples', () => {
  const written = readFileSync(new URL('../../../docs/examples/ai-register.yaml', import.meta.url), 'utf8')

  it.each([
    ['docs/examples', written, [2, 6, 4]],
    ['the page Assurance', exampleRegister, [1, 4, 1]],
  ])('of %s are registers', (_, text, counts) => {
    const read = readAiRegister(text)
    expect(wrong(text)).toBe('nothing')
    expect(
      read.ok && [read.value.systems, read.value.controls, read.value.scenarios].map(({ length }) => length),
    ).toEqual(counts)
  })

  it('are described: every field of the larger one stands in docs/ai-register.md', () => {
    const described = readFileSync(new URL('../../../docs/ai-register.md', import.meta.url), 'utf8')
    const fields = new Set([...written.matchAll(/(?:^|[{,])[ -]*([a-z-]+):(?: |$)/gm)].map(([, field]) => field!))
    expect([...fields].filter((field) => !described.includes(`\`${field}\``))).toEqual([])
  })
})
