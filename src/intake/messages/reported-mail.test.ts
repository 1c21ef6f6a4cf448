import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_MAIL_BYTES, readReportedMail } from './index.ts'

const mail = (headers: string[], body: string) => Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}`)
const usual = ['From: Ada <ada@example.com>', 'Date: Sat, 01 Aug 2026 08:00:00 +0200', 'Subject: A strange order']

test('the words of a mail are kept, with whom it says it is from and when it was sent', async () => {
  expect(await readReportedMail(mail(usual, 'The assistant changed my order.\r\n'))).toMatchObject({
    value: {
      ...{ subject: 'A strange order', text: 'The assistant changed my order.', from: 'ada@example.com' },
      sentAt: '2026-08-01T06:00:00.000Z',
      outcome: { dropped: [] },
    },
  })
})

test('of an HTML mail the words are kept and nothing else', async () => {
  const html = '<style>p{}</style><p>It &amp; me<script>alert(1)</script></p><p>again<img src="http://127.0.0.1/x"></p>'
  const read = await readReportedMail(mail([...usual, 'Content-Type: text/html'], html))
  expect(read).toMatchObject({ value: { text: 'It & me\n\nagain' } })
})

test('attachments are counted and left out', async () => {
  const parts = [
    '--b\r\nContent-Type: text/plain\r\n\r\nsee the picture',
    '--b\r\nContent-Type: image/png; name="a.png"\r\nContent-Disposition: attachment; filename="a.png"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA',
    '--b--',
  ]
  const read = await readReportedMail(mail([...usual, 'Content-Type: multipart/mixed; boundary=b'], parts.join('\r\n')))
  expect(read).toMatchObject({
    value: {
      text: 'see the picture',
      outcome: { dropped: [{ code: 'attachment', count: 1, example: 'a.png (image/png)' }] },
    },
  })
})

test('what is no mail, too large or nested without end is refused', async () => {
  expect(await readReportedMail(Buffer.from('{"not": "mail"}'))).toMatchObject({ error: { code: 'not-mail' } })
  expect(await readReportedMail(Buffer.alloc(MAX_MAIL_BYTES + 1))).toMatchObject({ error: { code: 'too-large' } })
  let body = 'deep'
  for (let level = 0; level < 100; level++)
    body = `--b${level}\r\nContent-Type: multipart/mixed; boundary=b${level - 1}\r\n\r\n${body}\r\n--b${level}--`
  const deep = mail([...usual, 'Content-Type: multipart/mixed; boundary=b99'], body)
  expect(await readReportedMail(deep)).toMatchObject({ ok: false, error: { code: 'not-mail' } })
})

test('any bytes are read or refused, in bounds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), async (bytes, headed) => {
      const read = await readReportedMail(
        headed ? Buffer.concat([Buffer.from(`${usual.join('\r\n')}\r\n`), bytes]) : bytes,
      )
      if (read.ok) {
        expect(read.value.subject.length).toBeLessThanOrEqual(200)
        expect(read.value.text.isWellFormed()).toBe(true)
      } else expect(read.error.code).toBe('not-mail')
    }),
    { numRuns: 200 },
  )
})
