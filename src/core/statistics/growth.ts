/** Days until something that doubles every so many days has grown by a factor: T · log₂ g. */
export function daysToGrow(doublingDays: number, factor: number): number {
  return doublingDays * Math.log2(factor)
}
