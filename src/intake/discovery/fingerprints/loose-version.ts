/**
 * Order of versions as vendors write them, where no scheme is known: numbers by value, words before nothing (`1.0rc1` <
 * `1.0`) but a letter that ends a release after it (`1.0.2k` > `1.0.2`), as OpenSSL and OpenSSH count.
 */
export function compareLoose(a: string, b: string): number {
  const left = piecesOf(a)
  const right = piecesOf(b)
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = comparePieces(left[at], right[at])
    if (order !== 0) return order
  }
  return 0
}

function piecesOf(version: string): string[] {
  return (
    version
      .toLowerCase()
      .slice(0, 64)
      .match(/\d+|[a-z]+/g) ?? []
  )
}

function comparePieces(a: string | undefined, b: string | undefined): number {
  const left = weightOf(a)
  const right = weightOf(b)
  return (
    left.rank - right.rank || left.value - right.value || (left.text < right.text ? -1 : left.text > right.text ? 1 : 0)
  )
}

function weightOf(piece: string | undefined): { rank: number; value: number; text: string } {
  if (piece === undefined) return { rank: 1, value: 0, text: '' }
  if (/^\d/.test(piece)) return { rank: 2, value: Number(piece.slice(0, 15)), text: '' }
  return {
    rank: /^(?:alpha|beta|a|b|rc|m|dev|pre|snapshot|preview)$/.test(piece) && piece.length > 1 ? 0 : 1,
    value: 0,
    text: piece,
  }
}
