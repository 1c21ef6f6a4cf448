const MAX_EDITS = 2

/** The word that was meant by one that is none of them; `undefined` where none is near. */
export function nearestWord(word: string, words: readonly string[]): string | undefined {
  const [best] = words.map((other) => ({ other, edits: editsBetween(word, other) })).sort((a, b) => a.edits - b.edits)
  return best && best.edits <= MAX_EDITS ? best.other : undefined
}

/** Levenshtein distance. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced))
    }
    row = next
  }
  return row[b.length] ?? 0
}
