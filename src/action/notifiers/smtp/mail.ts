/** One mail, as text and as simple HTML that says the same. */
export interface Mail {
  to: string
  subject: string
  text: string
  html: string
}

/** A part of a mail: a heading with lines, each of which may lead to a page. */
export interface MailSection {
  heading: string
  lines: { text: string; link?: string | undefined }[]
}

interface MailContent {
  to: string
  subject: string
  paragraphs: readonly string[]
  sections?: readonly MailSection[]
  link?: string | undefined
}

/** Nothing in a mail is markup but what is written here. */
export function plainMail({ to, subject, paragraphs, sections = [], link }: MailContent): Mail {
  const text = [
    ...paragraphs,
    ...sections.map(({ heading, lines }) => [heading, ...lines.map((line) => `- ${inOneLine(line.text)}`)].join('\n')),
    ...(link ? [link] : []),
  ].join('\n\n')
  const html = [
    ...paragraphs.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...sections.map(htmlOf),
    ...(link ? [`<p><a href="${escaped(link)}">Open in Lunette</a></p>`] : []),
  ].join('\n')
  return {
    to,
    subject: subjectLine(subject),
    text: `${text}\n`,
    html: `<!doctype html>\n<html lang="en"><body>\n${html}\n</body></html>\n`,
  }
}

function htmlOf({ heading, lines }: MailSection): string {
  const items = lines.map(({ text, link }) =>
    link
      ? `<li><a href="${escaped(link)}">${escaped(inOneLine(text))}</a></li>`
      : `<li>${escaped(inOneLine(text))}</li>`,
  )
  return `<h2>${escaped(heading)}</h2>\n<ul>\n${items.join('\n')}\n</ul>`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** A subject is one line, of a length that mail servers take. */
function subjectLine(text: string): string {
  return inOneLine(text).slice(0, 200)
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
