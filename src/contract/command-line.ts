/** A command as README has it, for pages that name one: the browser cannot read what the kernel says of it. */
export function commandLine(words: string): string {
  return `npm run -s lunette -- ${words}`
}
