/** Findings in the formats others read: text, SARIF 2.1.0, CycloneDX 1.6 VEX; an AI system as an ML-BOM. Pure. */
export { componentWords } from './component-words.ts'
export { cyclonedxVexOf } from './cyclonedx-vex.ts'
export { cycloneDxXml } from './cyclonedx-xml.ts'
export { jsonOf } from './json.ts'
export { mlBomOf } from './ml-bom.ts'
export { sarifOf } from './sarif.ts'
export {
  blindSpots,
  isUncertain,
  type KnowledgeBehind,
  type OtherComponent,
  type ReportComponent,
  type ReportFinding,
  type ScanReport,
} from './scan-report.ts'
export { type TextOptions, textOf } from './text-table.ts'
