export { rdapAddress } from './address.ts'
export { rdapDomain } from './domain.ts'
