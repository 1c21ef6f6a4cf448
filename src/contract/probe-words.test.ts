import { expect, test } from 'vitest'
import { probeWords } from './probe-words.ts'

const sent = (outcome: string, ...ports: number[]) => ports.map((port) => ({ port, afterMs: 0, outcome }))

test('probes of an address are told by how they went, ports in spans, and how often each was asked', () => {
  expect(probeWords([...sent('refused', 3, 1, 2, 80), ...sent('open', 443, 443, 22)])).toBe(
    'refused: 1–3, 80 · open: 22, 443 (2 times)',
  )
  const odd = Array.from({ length: 14 }, (_, n) => n * 2 + 1)
  expect(probeWords(sent('timeout', ...odd))).toMatch(/, 23 and 2 more$/)
})
