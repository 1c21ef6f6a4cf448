import type { PreviewKind } from '#exposure/findings'

/** `342 components (2 more lines name one of them again)`: what was recorded of what a file lists. */
export function componentWords(recorded: number, listed: number): string {
  const again = listed - recorded
  const words = recorded === 1 ? '1 component' : `${recorded} components`
  if (again <= 0) return words
  return `${words} (${again} more ${again === 1 ? 'entry names' : 'entries name'} one of them again)`
}

/** `12 new, 3 gone, 2 moved, 1 reopened`: what an import would do to the findings. */
export function previewWords({ new: fresh, gone, moved, reopened }: Record<PreviewKind, number>): string {
  const parts = [
    [fresh, 'new'],
    [gone, 'gone'],
    [moved, 'moved'],
    [reopened, 'reopened'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count.toLocaleString('en')} ${word}`)
  return said.length > 0 ? said.join(', ') : 'nothing changes'
}
