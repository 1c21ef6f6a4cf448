/** Mail that people send in: read into words, nothing of it fetched, run or kept as a file. */
export { MAX_MAIL_BYTES, type ReportedMail, readReportedMail } from './reported-mail.ts'
