import type { SchemeId } from '../types.ts'

export type VersComparator = '=' | '!=' | '<' | '<=' | '>' | '>='

export interface VersConstraint {
  readonly comparator: VersComparator
  readonly version: string
}

/** A version range specifier. No constraints: every version (`*`). `scheme` is absent for a type we cannot order. */
export interface Vers {
  readonly type: string
  readonly scheme?: SchemeId
  readonly constraints: readonly VersConstraint[]
}

/** Reads a native range into the constraints it stands for; `undefined`: no range. Linear, never throws. */
export type ConstraintReader = (text: string) => readonly VersConstraint[] | undefined
