/** `342 components (2 more lines name one of them again)`: what was recorded of what a file lists. */
export function componentWords(recorded: number, listed: number): string {
  const again = listed - recorded
  const words = recorded === 1 ? '1 component' : `${recorded} components`
  if (again <= 0) return words
  return `${words} (${again} more ${again === 1 ? 'entry names' : 'entries name'} one of them again)`
}
