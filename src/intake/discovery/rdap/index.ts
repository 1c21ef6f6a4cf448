/** Asking the registration data access protocol (RFC 9082, RFC 9083), by its bootstrap files where there are such. */
export { expiryOf, networksOf, type RdapAnswer, rdapAnswer, registrantOf } from './answer.ts'
export { askRdap, networksNamed } from './ask.ts'
