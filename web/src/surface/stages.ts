/** One stage of a look: so many of so many. */
export interface Stage {
  name: string
  done: number
  total: number
}

const names: Readonly<Record<string, string>> = { sources: 'public sources' }

/** The stages of a look, as its step says them (`names 120 of 130 · ports 40 of 254`); `undefined` where it is at something else. */
export function stagesOf(step: string): Stage[] | undefined {
  const found = step.split(' · ').map((part) => /^(\D+) (\d+) of (\d+)$/.exec(part))
  if (found.some((match) => match === null)) return undefined
  return found.map((match) => {
    const [, name = '', done, total] = match ?? []
    return { name: names[name] ?? name, done: Number(done), total: Number(total) }
  })
}
