/** VEX documents: OpenVEX, CycloneDX VEX and CSAF (parsed JSON in, statements out). */

export { productTree, readProductTree } from './csaf-products.ts'
export { statusOfVersion } from './cyclonedx-vex.ts'
export { narrowed } from './narrow.ts'
export { parseVex } from './parse-vex.ts'
export type { VexDocument, VexFormat } from './types.ts'
