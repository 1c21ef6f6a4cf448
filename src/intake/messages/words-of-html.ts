const MOST = 400_000
const ends = /^(?:p|div|br|li|tr|h[1-6]|blockquote|pre|hr|ul|ol|table)$/
const silent = /^(?:script|style|head|title|template)$/
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The words of an HTML mail in one pass, without markup; nothing in it is rendered or fetched. */
export function wordsOfHtml(html: string): string {
  const parts: string[] = []
  let [at, mute] = [0, '']
  const text = html.slice(0, MOST)
  while (at < text.length) {
    const open = text.indexOf('<', at)
    if (mute === '') parts.push(open < 0 ? text.slice(at) : text.slice(at, open))
    if (open < 0) break
    const close = text.indexOf('>', open)
    if (close < 0) break
    const name = /^[a-z][a-z0-9]*/i.exec(text.slice(open + 1, open + 20).replace(/^\//, ''))?.[0].toLowerCase() ?? ''
    const isEnd = text[open + 1] === '/'
    if (mute === '' && !isEnd && silent.test(name)) mute = name
    else if (isEnd && mute === name) mute = ''
    if (mute === '' && ends.test(name)) parts.push('\n')
    at = close + 1
  }
  return decoded(parts.join(''))
    .replace(/[ \t\f\v]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[String(name).toLowerCase()] ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
