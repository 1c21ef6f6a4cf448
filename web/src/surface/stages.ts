/** One stage of a look: so many of so many checks, each of one name, network, address or service; what it sends is counted elsewhere. */
export interface Stage {
  name: string
  done: number
  total: number
}

/** As people call them, in the order in which one leads to the next. */
const names: Readonly<Record<string, string>> = {
  names: 'Looking up names',
  sources: 'Asking public sources',
  ports: 'Looking for open ports',
  services: 'Asking services what they are',
}
const inOrder = Object.keys(names)

/** The stages of a look, as its step says them (`names 120 of 130 · ports 40 of 254`); `undefined` where it is at something else. */
export function stagesOf(step: string): Stage[] | undefined {
  const found = step.split(' · ').map((part) => /^(\D+) (\d+) of (\d+)$/.exec(part))
  if (found.some((match) => match === null)) return undefined
  return found
    .map((match) => {
      const [, name = '', done, total] = match ?? []
      return { name, done: Number(done), total: Number(total) }
    })
    .sort((a, b) => inOrder.indexOf(a.name) - inOrder.indexOf(b.name))
    .map((stage) => ({ ...stage, name: names[stage.name] ?? stage.name }))
}
