/** Tracks of the upright picture that each barrier has: before its wall, the wall, after it. */
export const TRACKS = 3

/** Track of a wall, counted from 1; the attempts have the first. */
export function trackOf(place: number): number {
  return 2 + place * TRACKS + 1
}

/** Row of a barrier in the lying picture; the attempts have the first. */
export function rowOf(place: number): number {
  return 2 + place
}
