/** Looking at TLS: certificates, versions and suites that a server offers. */
export { type Handshaken, handshake } from './handshake.ts'
export { clientHello, readHelloAnswer, recordLength } from './hello.ts'
export { leavesOf, lookAtTls, lookByMoreNames, type OpenForTls, type TlsLook } from './look-at-tls.ts'
