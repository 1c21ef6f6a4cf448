import type { Probe } from '../contract.ts'
import { records } from './records/index.ts'
import { wildcard } from './wildcard/index.ts'

/** Every probe of names and addresses. */
export const probes: readonly Probe[] = [records, wildcard]
