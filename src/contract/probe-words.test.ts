import { expect, test } from 'vitest'
import { probeWords } from './probe-words.ts'

const sent = (outcome: string, ...ports: number[]) => ports.map((port) => ({ port, afterMs: 0, outcome }))

test('probes of an address are told by how they went, ports in spans, and how often each was asked', () => {
  expect(probeWords([...sent('refused', 3, 1, 2, 80), ...sent('open', 443, 443, 22)], 'tcp')).toBe(
    'closed: ports 1–3, 80 · open: ports 22, 443 (2 times)',
  )
  const odd = Array.from({ length: 14 }, (_, n) => n * 2 + 1)
  expect(probeWords(sent('timeout', ...odd), 'tcp')).toMatch(/, 23 and 2 more$/)
})

test('of what was sent without a word of how it went that is said, and its port is no count', () => {
  expect(probeWords(sent('sent', 631), 'udp')).toBe('datagrams sent: port 631')
  expect(probeWords(sent('sent', 631), 'tcp')).toBe('sent, how it went stands below where it is known: port 631')
})
