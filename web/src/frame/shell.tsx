import type { SessionState } from '@contract/session.ts'
import { Link, Outlet } from '@tanstack/react-router'
import { useState } from 'react'
import { ApiProblem, send } from '../api/client.ts'
import { noteConnection } from '../api/connection.ts'
import { useServerEvents } from '../api/events.ts'
import { queryClient } from '../api/queries.ts'
import { forgetDrafts } from '../parts/drafts.ts'
import { WorkspaceMenu } from '../session/workspace-menu.tsx'
import { ConnectionNote } from './connection-note.tsx'
import { Jobs } from './jobs.tsx'
import { KeyboardHelp, useHelpKey } from './keyboard-help.tsx'
import { PaletteButton } from './palette-button.tsx'
import { Rail } from './rail.tsx'
import { ReadingNote } from './reading-note.tsx'
import { ThemeButton } from './theme-button.tsx'

/** The frame around every page: rail or bottom bar, header, running work. */
export function Shell({ session }: { session: SessionState }) {
  useServerEvents(`${session.account?.id} ${session.workspace?.id}`)
  const [help, setHelp] = useState(false)
  useHelpKey(() => setHelp((shown) => !shown))
  return (
    <div className="flex h-full flex-col">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-paper focus:p-2">
        Skip to the page
      </a>
      <header className="print:hidden flex h-11 shrink-0 items-center gap-3 border-b border-line px-3 md:px-4">
        <Link to="/" className="flex items-center gap-2 font-semibold">
          <img src="/icon.svg" alt="" className="size-5" />
          Lunette
        </Link>
        <WorkspaceMenu name={session.workspace?.name ?? ''} />
        <div className="ml-auto flex items-center gap-1">
          {/* It comes and goes, so it stands where it pushes nothing. */}
          <Jobs />
          <PaletteButton help={() => setHelp(true)} />
          <ThemeButton />
          <button
            type="button"
            className="icon-button"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts (?)"
            onClick={() => setHelp(true)}
          >
            ?
          </button>
          <button
            type="button"
            className="rounded-md px-2 py-1 text-sm text-muted hover:bg-raised hover:text-ink"
            onClick={() => void logOut()}
          >
            Log out<span className="hidden sm:inline"> {session.account?.name}</span>
          </button>
        </div>
      </header>
      <ConnectionNote />
      <ReadingNote />
      <div className="flex min-h-0 flex-1 flex-col-reverse md:flex-row">
        <Rail />
        <main id="main" className="relative min-h-0 min-w-0 flex-1 overflow-hidden">
          <Outlet />
        </main>
      </div>
      {help && <KeyboardHelp close={() => setHelp(false)} />}
    </div>
  )
}

async function logOut(): Promise<void> {
  try {
    await send('DELETE', '/session')
  } catch (error) {
    // A session that has ended is what was asked for.
    if (error instanceof ApiProblem && error.code === 'offline') return noteConnection({ unsent: true })
  }
  forgetDrafts()
  queryClient.clear()
  location.assign('/')
}
