import { decode, encode } from 'dns-packet'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answers, encodeQuery, questionEnd, readAnswers, readHeader } from './message.ts'
import { type DnsName, parseDnsName } from './name.ts'
import { readAnswer } from './resolver.ts'

const RUNS = Number(process.env.LUNETTE_FUZZ_RUNS ?? 300)
const name = parseDnsName('www.shop.example')!
const question = { name, type: 'A' as const, class: 'IN' as const }

function reply(more: Parameters<typeof encode>[0]): Buffer {
  return encode({ type: 'response', id: 7, questions: [question], ...more })
}

describe('a query', () => {
  it('says what dns-packet would say', () => {
    const query = encodeQuery(name, 'A')
    query.writeUInt16BE(7)
    const read = decode(query)
    expect(read.questions).toEqual([question])
    expect(read.flag_rd).toBe(true)
    expect(read.additionals).toMatchObject([{ type: 'OPT', udpPayloadSize: 1232 }])
  })

  it('of any name is read back as that name', () => {
    const label = fc.stringMatching(/^[a-z0-9_]{1,20}$/)
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 8 }), (labels) => {
        const asked = labels.join('.') as DnsName
        expect(decode(encodeQuery(asked, 'TXT')).questions?.[0]).toMatchObject({ name: asked, type: 'TXT' })
        expect(questionEnd(asked)).toBe(encodeQuery(asked, 'TXT', { edns: false }).length)
      }),
    )
  })
})

describe('an answer', () => {
  const query = encodeQuery(name, 'A')
  query.writeUInt16BE(7)
  const end = questionEnd(name)

  it('is taken with the same id and question only, whatever the case', () => {
    const right = reply({})
    expect(answers(right, query, end)).toBe(true)
    const upper = Buffer.from(right)
    upper.write('WWW', 13)
    expect(answers(upper, query, end)).toBe(true)
    for (const [at, value] of [
      [1, 8],
      [13, 0x78],
      [2, 0x01],
      [5, 2],
      [end - 3, 28],
    ] as const) {
      const wrong = Buffer.from(right)
      wrong[at] = value
      expect(answers(wrong, query, end), `byte ${at}`).toBe(false)
    }
  })

  it('with aliases and addresses is read without dns-packet, names compressed or not', () => {
    const message = reply({
      answers: [
        { name, type: 'CNAME', ttl: 60, data: 'cdn.example' },
        { name: 'cdn.example', type: 'A', ttl: 30, data: '192.0.2.7' },
      ],
    })
    expect(readAnswers(message, end)).toEqual([
      { name, type: 'CNAME', ttl: 60, value: 'cdn.example', target: 'cdn.example' },
      { name: 'cdn.example', type: 'A', ttl: 30, value: '192.0.2.7' },
    ])
    expect(readAnswers(compressed(), end)).toEqual([{ name, type: 'A', ttl: 1, value: '192.0.2.9' }])
  })

  it('with a pointer that goes forward, to itself or in a ring is malformed', () => {
    for (const target of [end, end + 1, 0x3fff]) {
      const message = compressed()
      message.writeUInt16BE(0xc000 | target, end)
      expect(readAnswers(message, end)).toBeUndefined()
    }
  })

  it('of any bytes gives an answer or none, within its records, and throws nothing', () => {
    const damage = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 20 })
    const samples = [compressed(), reply({ answers: samplesOfTypes() })]
    fc.assert(
      fc.property(fc.constantFrom(...samples), damage, fc.nat(200), (sample, changes, cut) => {
        const message = Buffer.from(sample.subarray(0, Math.max(end, sample.length - cut)))
        for (const [at, value] of changes) if (at < message.length) message[at] = value
        const read = readAnswer(message, name, 'A')
        expect(['found', 'no-data', 'no-name', 'failed']).toContain(read.status)
        expect(read.records.length).toBeLessThanOrEqual(20_000)
        expect(readHeader(message).rcode).toBeLessThan(16)
      }),
      { numRuns: RUNS },
    )
  })

  it('of every type is read in presentation form', () => {
    const read = readAnswers(reply({ answers: samplesOfTypes() }), end)
    expect(read?.map(({ type, value, target }) => [type, value, target])).toEqual([
      ['MX', '10 mail.example', 'mail.example'],
      ['TXT', '"v=spf1 " "-all"', undefined],
      ['SRV', '0 1 443 sip.example', 'sip.example'],
      ['CAA', '0 issue "ca.example"', undefined],
      ['NSEC', 'b.example A TXT', 'b.example'],
      ['AAAA', '2001:db8::1', undefined],
    ])
    expect(read?.[1]?.text).toBe('v=spf1 -all')
  })

  function compressed(): Buffer {
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 192, 0, 2, 9])
    const message = Buffer.concat([reply({}), record])
    message[7] = 1
    return message
  }
})

function samplesOfTypes(): NonNullable<Parameters<typeof encode>[0]['answers']> {
  return [
    { name, type: 'MX', data: { preference: 10, exchange: 'mail.example' } },
    { name, type: 'TXT', data: ['v=spf1 ', '-all'] },
    { name, type: 'SRV', data: { priority: 0, weight: 1, port: 443, target: 'sip.example' } },
    { name, type: 'CAA', data: { flags: 0, tag: 'issue', value: 'ca.example' } },
    { name, type: 'NSEC', data: { nextDomain: 'b.example', rrtypes: ['A', 'TXT'] } },
    { name, type: 'AAAA', data: '2001:db8::1' },
  ]
}
