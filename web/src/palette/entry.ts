/** One thing the palette offers: where it goes or what it does. */
export interface PaletteEntry {
  id: string
  group: string
  label: string
  /** What tells it from others of the same name. */
  hint?: string
  run: () => void
}

/** Entries whose words all begin a word of theirs, in their order. */
export function matching(entries: readonly PaletteEntry[], text: string): PaletteEntry[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ label, group }) => {
    const words = `${group} ${label}`.toLowerCase().split(/\s+/)
    return wanted.every((word) => words.some((own) => own.startsWith(word)))
  })
}
