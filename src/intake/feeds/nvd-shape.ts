/** NVD's shapes for configurations and descriptions, which CVE 5 records use as well. */
export { configurationOf, englishOf } from './nvd/normalise.ts'
