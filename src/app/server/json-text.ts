import type { FastifyReply } from 'fastify'

/** Sends what is JSON already, as its route's schema says; it is neither checked nor written again. */
export function sendJsonText(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(text)
}
