import type { PreviewKind } from '#exposure/findings'

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
