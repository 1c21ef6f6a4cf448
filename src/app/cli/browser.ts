import { spawn } from 'node:child_process'

/** Where a command runs, as far as it matters to whether somebody sits there. */
export interface Desk {
  platform: NodeJS.Platform
  environment: Readonly<Record<string, string | undefined>>
  /** True where a person reads the output. */
  isTerminal: boolean
}

/** The command that opens an address in the person's browser; `undefined` where nobody sits before a desktop of this machine. */
export function openerAt({
  platform,
  environment,
  isTerminal,
}: Desk): [command: string, ...args: string[]] | undefined {
  const { CI, SSH_CONNECTION, SSH_TTY, DISPLAY, WAYLAND_DISPLAY } = environment
  if (!isTerminal || CI || SSH_CONNECTION || SSH_TTY) return undefined
  if (platform === 'darwin') return ['open']
  // `start` is a word of the shell; its first argument is the title of a window.
  if (platform === 'win32') return ['cmd', '/c', 'start', '""']
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open'] : undefined
}

/** Opens an address and does not wait; true when the opener could be started. It outlives this process and says nothing here. */
export function openBrowser(address: string, desk: Desk): Promise<boolean> {
  const opener = openerAt(desk)
  if (!opener) return Promise.resolve(false)
  const [command, ...args] = opener
  return new Promise((resolve) => {
    const child = spawn(command, [...args, address], {
      detached: true,
      stdio: 'ignore',
      env: { ...desk.environment },
      windowsHide: true,
    })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
