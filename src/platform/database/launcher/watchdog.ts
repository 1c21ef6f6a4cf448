import { spawn } from 'node:child_process'

/**
 * Stops the server soon after we are gone, however we went: a shell waits on a pipe that only we hold open.
 * Not on Windows, where the next start clears the remains.
 * @returns ends the watch.
 */
export function watchOver(serverPid: number): () => void {
  if (process.platform === 'win32') return () => {}
  const script = 'read _; sleep 1; kill -INT "$1" 2>/dev/null'
  const shell = spawn('/bin/sh', ['-c', script, 'lunette-watchdog', String(serverPid)], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  shell.unref()
  ;(shell.stdin as unknown as { unref?: () => void }).unref?.()
  return () => void shell.kill('SIGKILL')
}
