/** A command as README has it: it works in a clone, without anything being installed. */
export function commandLine(words: string): string {
  return `npm run -s lunette -- ${words}`
}
