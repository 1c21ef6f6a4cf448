/** Finding out what listens on a port: protocols, software, certificates, sites and weaknesses. */
export type { Line, Sign, SignKind, Speaker, Spoken } from './contract.ts'
export { type InspectionTools, inspectService } from './inspect.ts'
export { speakers } from './registry.ts'
