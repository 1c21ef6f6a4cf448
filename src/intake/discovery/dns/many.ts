/** Does something for each of many, so many at a time; gives results as they come. */
export async function* many<Item, Out>(
  items: Iterable<Item>,
  most: number,
  work: (item: Item) => Promise<Out>,
): AsyncGenerator<Out> {
  const done: Out[] = []
  let [running, wake]: [number, () => void] = [0, () => {}]
  let failure: { cause: unknown } | undefined
  const settle = () => {
    running--
    wake()
  }
  for (const item of items) {
    running++
    work(item).then(
      (out) => {
        done.push(out)
        settle()
      },
      (cause: unknown) => {
        failure ??= { cause }
        settle()
      },
    )
    while (running >= most || done.length > 0) {
      if (failure) throw failure.cause
      if (done.length > 0) for (const out of done.splice(0)) yield out
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  while (running > 0 || done.length > 0) {
    if (failure) throw failure.cause
    if (done.length > 0) for (const out of done.splice(0)) yield out
    else await new Promise<void>((resolve) => (wake = resolve))
  }
  if (failure) throw failure.cause
}
