/** What patterns cannot tell: said wherever they say how much came through. */
export const notCompared =
  'Only requests that a safeguard stopped, changed or found wrong are compared: one that all of them let pass unnoticed is not counted, however alike it is.'

/** How often requests of a pattern came through, as far as anybody saw. */
export function throughWords(cameThrough: number): string {
  return cameThrough > 0
    ? `${cameThrough.toLocaleString('en')} known to have come through`
    : 'none is known to have come through'
}
