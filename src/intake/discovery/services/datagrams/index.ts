import type { DatagramSpeaker } from './contract.ts'
import { dnsDatagrams } from './dns.ts'
import { ntp } from './ntp.ts'
import { snmp } from './snmp.ts'

export type { DatagramSpeaker } from './contract.ts'

/** Protocols asked over UDP, where that is wanted. */
export const datagramSpeakers: readonly DatagramSpeaker[] = [dnsDatagrams, ntp, snmp]
