export { rdapAddress } from './address.ts'
export { rdapDomain } from './domain.ts'
export { rdapExpiry } from './expiry.ts'
