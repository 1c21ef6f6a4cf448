const PAGE = 1_024

/** The place of each finding by its number: pages of numbers that follow each other, for a map of millions is much to look through for who collects garbage. */
export class SeqPlaces {
  /** Each place plus one; 0: none. */
  readonly #pages = new Map<number, Uint32Array>()

  get(seq: number): number | undefined {
    const found = this.#pages.get(Math.floor(seq / PAGE))?.[seq % PAGE] ?? 0
    return found === 0 ? undefined : found - 1
  }

  set(seq: number, place: number): void {
    const number = Math.floor(seq / PAGE)
    const page = this.#pages.get(number) ?? new Uint32Array(PAGE)
    this.#pages.set(number, page)
    page[seq % PAGE] = place + 1
  }

  delete(seq: number): void {
    const page = this.#pages.get(Math.floor(seq / PAGE))
    if (page) page[seq % PAGE] = 0
  }
}
