import PostalMime from 'postal-mime'
import { dropRecord, emptyOutcome, err, type Outcome, ok, parseInstant, problem, type Result } from '#core/kernel'
import { wordsOfHtml } from './words-of-html.ts'

/** A mail as a report: words only. Whom it is from and when it was sent is what the mail says; nothing vouches for it. */
export interface ReportedMail {
  subject: string
  text: string
  from: string | undefined
  sentAt: string | undefined
  /** What of the mail was left out: attachments, pictures, words beyond the limit. */
  outcome: Outcome
}

export const MAX_MAIL_BYTES = 8 * 1024 * 1024
const MOST_NESTING = 20
const MOST_HEADER_BYTES = 256 * 1024
const MOST_SUBJECT = 200
const MOST_TEXT = 10_000
const MOST_ADDRESS = 200

/** Reads a mail (RFC 5322, MIME) that was saved as .eml. Problems: `too-large`, `not-mail`. */
export async function readReportedMail(bytes: Uint8Array): Promise<Result<ReportedMail>> {
  if (bytes.length > MAX_MAIL_BYTES)
    return err(problem('too-large', `a mail has at most ${MAX_MAIL_BYTES / 1024 ** 2} MiB`))
  const mail = await parsed(bytes)
  if (!mail.ok) return mail
  const { subject, text, html, from, date, attachments } = mail.value
  const outcome = emptyOutcome()
  for (const { filename, mimeType } of attachments)
    dropRecord(outcome, 'attachment', `${filename ?? 'without a name'} (${mimeType})`.slice(0, MOST_ADDRESS))
  const whole = text?.trim() || wordsOfHtml(html ?? '')
  if (whole.length > MOST_TEXT)
    dropRecord(outcome, 'too-long', `${whole.length} characters: the first ${MOST_TEXT} are kept`)
  const sentAt = parseInstant(date)
  const title = plain(subject ?? '', MOST_SUBJECT) || plain(whole.split('\n')[0] ?? '', MOST_SUBJECT)
  if (title === '' && whole === '') return err(problem('not-mail', 'the mail has neither a subject nor words'))
  return ok({
    ...{ subject: title, text: whole.slice(0, MOST_TEXT).toWellFormed(), outcome, sentAt },
    from: from?.address ? plain(from.address, MOST_ADDRESS) : undefined,
  })
}

async function parsed(bytes: Uint8Array) {
  // What is no mail at all is taken for a body without headers by every reader: a mail says whom it is from, or when.
  if (!/^(?:from|date|subject|message-id|received|return-path)\s*:/im.test(head(bytes)))
    return err(problem('not-mail', 'the file is no mail: save it as .eml, with its headers'))
  try {
    const limits = { maxNestingDepth: MOST_NESTING, maxHeadersSize: MOST_HEADER_BYTES }
    return ok(await PostalMime.parse(bytes, limits))
  } catch (cause) {
    return err(
      problem('not-mail', 'the mail cannot be read: its parts are nested too deeply, or its headers too long', cause),
    )
  }
}

const HEAD_BYTES = 16 * 1024

function head(bytes: Uint8Array): string {
  return (
    Buffer.from(bytes.subarray(0, HEAD_BYTES))
      .toString('latin1')
      .split(/\r?\n\r?\n/, 1)[0] ?? ''
  )
}

/** One line of it, without control characters. */
function plain(text: string, most: number): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, most)
    .toWellFormed()
}
