import type { Spoken } from '../contract.ts'

/** A question over UDP: one datagram out, the answers back. */
export interface DatagramSpeaker {
  /** Name of the protocol: `snmp`. */
  id: string
  title: string
  /** What it says, in words for the one who is asked. */
  sends: string
  port: number
  questions(): readonly Buffer[]
  /** What an answer shows; undefined when it is none of this protocol. Sound for any bytes. */
  read(answer: Buffer): Spoken | undefined
}
