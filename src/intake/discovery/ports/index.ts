/** Which TCP ports of an address take connections. */
export { findOpenPorts, type PortScanOptions, type PortScanSummary, type PortScanTools } from './find-open-ports.ts'
export { Pace } from './pace.ts'
export { type PortSetId, parsePortList, portSetIds, portsOf } from './port-sets.ts'
