import type { HttpAnswer, HttpPlace, Page } from '../http/index.ts'

/** A web site: one name (or the bare address) of one place, with what it answered. */
export interface Site {
  place: HttpPlace
  /** Absent when it was asked by its address. */
  name?: string
  /** The answer to `/`. */
  root: HttpAnswer
  /** Where the site led: the same answer, or the last of its redirects that stayed on this host. */
  landing: HttpAnswer
  page: Page
  /** What is answered to a path that cannot exist. */
  missing?: HttpAnswer
  /** Other answers by path, without those that only repeat `missing`. */
  answers: Map<string, HttpAnswer>
  scripts: { url: string; text: string }[]
  /** Address on another host or scheme that `/` redirects to. */
  leadsTo?: string
  /** Paths that it was asked for beyond its front. */
  asked: ReadonlySet<string>
  /** Questions that got no answer, or were left after too many of those. */
  unanswered: number
}

/** An answer that is a page of its own, and not what the site says to any path. */
export function answerAt(site: Site, path: string): HttpAnswer | undefined {
  return site.answers.get(path)
}

/** All answers of a site, each once. */
export function allAnswers(site: Site): HttpAnswer[] {
  return [...new Set([site.root, site.landing, ...(site.missing ? [site.missing] : []), ...site.answers.values()])]
}

/** The body of an answer without the path that it may repeat, as it was asked, in HTML or encoded. */
export function withoutPath({ path, body }: HttpAnswer): string {
  if (path.length < 2) return body
  const [plain = ''] = path.split('?', 1)
  const html = path.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  const forms = [path, html, encodeURI(path), encodeURIComponent(path), path.replaceAll('/', '\\/'), plain]
  return [...new Set(forms)].filter((form) => form.length > 1).reduce((text, form) => text.replaceAll(form, ''), body)
}
