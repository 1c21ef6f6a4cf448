import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Page } from '#contract'
import { sendProblem } from '../problems.ts'
import { pagesOf } from './pages.ts'

type Pages<Row> = AsyncGenerator<readonly Row[]>

/** A way to write rows: the file's ending, its media type, and its text in parts. */
export interface FileFormat<Row> {
  ending: string
  type: string
  text(pages: Pages<Row>): AsyncIterable<string>
}

/** Answers with all pages of a list as one file, streamed. */
export async function sendFile<Row>(
  reply: FastifyReply,
  name: string,
  { ending, type, text }: FileFormat<Row>,
  page: (cursor: string | undefined) => Promise<Page<Row>>,
): Promise<FastifyReply> {
  const pages = await pagesOf(page)
  if (!pages.ok) return sendProblem(reply, pages.error)
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${name}.${ending}"`)
    .send(Readable.from(text(pages.value)))
}
