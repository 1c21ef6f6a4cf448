/** Orders that a server signs and an agent takes: who made them, for whom, until when, and each once. */
export { OrderGate } from './gate.ts'
export { newOrderKey, type OrderHead, type SignedOrder, signOrder } from './sign.ts'
