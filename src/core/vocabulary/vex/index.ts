/** VEX documents: OpenVEX, CycloneDX VEX and CSAF (parsed JSON in, statements out). */
export { parseVex } from './parse-vex.ts'
export type { VexDocument, VexFormat } from './types.ts'
