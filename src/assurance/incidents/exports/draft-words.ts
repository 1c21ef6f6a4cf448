/** What a draft says where nothing is known. */
export const OPEN = '_not known yet_'

/** To the minute, in UTC. */
export function minute(at: string): string {
  return at.slice(0, 16).replace('T', ' ')
}

/** Words of others stay words: nothing in them is markup of ours. */
export function line(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/([\\`*_[\]<>#|])/g, '\\$1')
}

/** Who said something. At the command line nobody signs in, so that it names a place and no person. */
export function personOf(name: string): string {
  return name === 'command line' ? 'somebody at the command line' : line(name)
}

/** Several lines of others, as a quotation. */
export function quoted(text: string): string {
  return text
    .split(/\r?\n/)
    .map((one) => `> ${line(one)}`)
    .join('\n')
}
