/** What people do about findings: who, until when, and how far they are. */
export { type SeenWork, type WorkChange, type WorkFields, workColumns } from './work.ts'
