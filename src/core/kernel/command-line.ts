/** A command as README has it, for every hint that names one: it works in a clone, without anything being installed. */
export function commandLine(words: string): string {
  return `npm run -s lunette -- ${words}`
}
