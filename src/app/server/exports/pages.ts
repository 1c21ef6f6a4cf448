import type { Page } from '#contract'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'

/** A file of more rows is of no use to a spreadsheet, and holds the server for minutes. */
const MOST_ROWS = 1_000_000

/** All pages of a list, read as they are taken; more rows than a file may have are refused before the first. Problem: `too-many-rows`. */
export async function pagesOf<Row>(
  page: (cursor: string | undefined) => Promise<Page<Row>>,
): Promise<Result<AsyncGenerator<readonly Row[]>, Problem>> {
  const first = await page(undefined)
  if (first.total > MOST_ROWS)
    return err(
      problem(
        'too-many-rows',
        `these are ${first.total.toLocaleString('en')} rows, a file takes ${MOST_ROWS.toLocaleString('en')}: narrow the filter`,
      ),
    )
  return ok(rest(first, page))
}

async function* rest<Row>(
  first: Page<Row>,
  page: (cursor: string | undefined) => Promise<Page<Row>>,
): AsyncGenerator<readonly Row[]> {
  let now = first
  for (;;) {
    yield now.rows
    if (now.next === null) return
    now = await page(now.next)
  }
}
