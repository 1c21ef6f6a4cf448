import { useWide } from './use-wide.ts'

/** Row heights in pixels at desktop and at phone width. */
export interface RowHeight {
  wide: number
  narrow: number
}

const DENSE = 34

/** How high a row is; rows stand closer where somebody likes it and there is room. */
export function useRowSize({ wide, narrow }: RowHeight, dense: boolean): number {
  return useWide() ? (dense ? DENSE : wide) : narrow
}
