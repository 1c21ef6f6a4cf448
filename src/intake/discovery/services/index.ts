/** Finding out what listens on a port: protocols, software, certificates, sites and weaknesses. */
export type { Line, Sign, SignKind, Speaker, Spoken } from './contract.ts'
export { type DatagramSpeaker, datagramSpeakers } from './datagrams/index.ts'
export { glanceAtWeb } from './glance.ts'
export { type InspectionMemory, type InspectionTools, inspectService } from './inspect.ts'
export { inspectDatagrams } from './inspect-datagrams.ts'
export { speakers } from './registry.ts'
export { type ServiceToolsOptions, serviceTools } from './service-tools.ts'
