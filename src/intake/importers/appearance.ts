const MOST_KEYS = 4

/** What the beginning of a file looks like, in words for a person who wonders why nobody reads it. */
export function appearanceOf(head: Buffer): string {
  if (head.includes(0)) return 'no text, it has bytes that no text has'
  const text = head.toString('utf8').trimStart()
  if (/^[[{]/.test(text)) return `JSON${keysOf(text)}`
  const root = /<([A-Za-z_][\w.:-]{0,60})/.exec(text.replace(/<!--[\s\S]*?-->/g, ''))?.[1]
  if (text.startsWith('<') && root !== undefined) return `XML with the root <${root}>`
  return 'text that begins with no mark of a known format'
}

function keysOf(text: string): string {
  const keys = new Set(Array.from(text.slice(0, 10_000).matchAll(/"([\w$@.-]{1,40})"\s*:/g), ([, key]) => key!))
  if (keys.size === 0) return ' without a field'
  const named = [...keys].slice(0, MOST_KEYS).map((key) => `"${key}"`)
  return ` with ${named.join(', ')}${keys.size > named.length ? ' and more' : ''}`
}
