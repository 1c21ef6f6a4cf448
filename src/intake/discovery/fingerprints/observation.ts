/**
 * Something a peer said, as fingerprints see it: where it stood and the words. Sources are `ssh.banner`, `http.header`
 * (named by the header), `http.body` (named by the path) and so on; a rule names the source it looks at.
 */
export interface Observation {
  source: string
  /** Header, cookie, meta element or path, in lower case except paths. */
  name?: string
  text: string
  /** Only rules for this name count: the text repeats what others said, as the log on a status page does. */
  namedOnly?: true
  /** For people: `Server header`. */
  where: string
}
