import { expect, test } from 'vitest'
import { troubleGroups } from './trouble-groups.ts'

const stopped = (subject: string) => ({
  subject,
  by: 'ports',
  code: 'stopped',
  detail: `${subject}: all probes stopped`,
})

test('what was said alike of many is said once, with whom it happened to', () => {
  const other = { subject: 'a.example', by: 'dns-records', code: 'timeout', detail: 'a.example: no answer' }
  expect(troubleGroups([other, stopped('192.0.2.1'), stopped('192.0.2.2'), stopped('192.0.2.2')])).toEqual([
    { by: 'ports', words: '…: all probes stopped', subjects: ['192.0.2.1', '192.0.2.2'] },
    { by: 'dns-records', words: 'a.example: no answer', subjects: ['a.example'] },
  ])
})
