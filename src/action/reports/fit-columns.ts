/** A column of text: what it needs, and the least it may be cut to where there is not room for all. */
export interface ColumnNeed {
  needs: number
  least: number
  /** It gives way before all others, down to this. */
  first?: number
}

/** Blanks between two columns. */
export const GAP = 2

/**
 * How wide each column is within `width`: what it needs where all fit. Otherwise those that give way first are cut, then
 * the widest, none below its least; where even that is not enough, the lines are longer than the width.
 */
export function fitColumns(columns: readonly ColumnNeed[], width: number): number[] {
  const widths = columns.map(({ needs }) => needs)
  const room = width - GAP * (columns.length - 1)
  cutWidest(widths, ({ needs, first = needs }) => first)
  cutWidest(widths, ({ least }) => least)
  return widths

  function cutWidest(sizes: number[], least: (column: ColumnNeed) => number): void {
    for (let over = sizes.reduce((sum, size) => sum + size, 0) - room; over > 0; over--) {
      const widest = columns
        .map((column, at) => ({ at, size: sizes[at]!, spare: sizes[at]! - least(column) }))
        .filter(({ spare }) => spare > 0)
        .toSorted((a, b) => b.size - a.size)[0]
      if (!widest) return
      sizes[widest.at] = widest.size - 1
    }
  }
}
