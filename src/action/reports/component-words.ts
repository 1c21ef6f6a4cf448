/** `342 components (2 more entries name one of them again)`: what there is of what a file lists. */
export function componentWords(components: number, listed: number): string {
  const again = listed - components
  const words = components === 1 ? '1 component' : `${components.toLocaleString('en')} components`
  if (again <= 0) return words
  return `${words} (${again.toLocaleString('en')} more ${again === 1 ? 'entry names' : 'entries name'} one of them again)`
}
