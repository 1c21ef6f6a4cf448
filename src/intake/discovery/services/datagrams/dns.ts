import { spokenOf } from '../speakers/dns/index.ts'
import { readVersionAnswer, versionQuery } from '../speakers/dns/version-query.ts'
import type { DatagramSpeaker } from './contract.ts'

const ID = 0x4c75

/** DNS over UDP: what a name server says of itself. */
export const dnsDatagrams: DatagramSpeaker = {
  id: 'dns',
  title: 'DNS',
  sends: 'queries for version.bind and version.server in class CHAOS',
  port: 53,
  questions: () => ['version.bind', 'version.server'].map((name) => versionQuery(ID, name)),
  read(answer) {
    const told = readVersionAnswer(answer, ID)
    return told && spokenOf(told)
  },
}
