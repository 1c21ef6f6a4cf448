import { expect, test } from 'vitest'
import { notifierKit } from '../notifier.kit.ts'
import { smtp } from './index.ts'
import { plainMail } from './mail.ts'

const values = {
  ...{ host: 'smtp.a.example', port: '465', security: 'tls', user: 'ada', password: 'a secret word' },
  ...{ from: 'lunette@a.example', to: 'team@a.example' },
}
notifierKit(smtp, values)

test('a password goes over TLS only, and with a user only', () => {
  const takes = (over: object) => smtp.schema.safeParse({ ...values, ...over }).success
  expect(takes({ security: 'none' })).toBe(false)
  expect(takes({ security: 'none', user: undefined, password: undefined })).toBe(true)
  expect(takes({ user: undefined })).toBe(false)
})

test('text stays text in HTML, and a subject stays one line', () => {
  const sections = [{ heading: '<h1>', lines: [{ text: `"<a>" & 'b'`, link: 'https://l.example/?a="b"' }] }]
  const mail = plainMail({ to: 'a', subject: 'one\r\nBcc: eve', paragraphs: ['<script>'], sections })
  expect(mail.subject).toBe('one Bcc: eve')
  expect(mail.html).toContain('&lt;script&gt;')
  expect(mail.html).toContain(
    '<a href="https://l.example/?a=&quot;b&quot;">&quot;&lt;a&gt;&quot; &amp; &#39;b&#39;</a>',
  )
  expect(mail.text).toContain('<script>')
})
