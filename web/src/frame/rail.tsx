import { Link, useLocation } from '@tanstack/react-router'
import { useRef } from 'react'
import { useWide } from '../parts/use-wide.ts'
import { rooms } from './rooms.ts'

type Room = (typeof rooms)[number]

const IN_THE_BAR = 4
const HERE = 'bg-accent-tint text-accent! font-medium'

/** The rooms: a rail at the left, on a phone a bar at the bottom with four of them and "More". */
export function Rail() {
  const wide = useWide()
  return (
    <nav
      aria-label="Rooms"
      className="flex shrink-0 border-t border-line md:w-40 md:flex-col md:border-t-0 md:border-r md:p-2 print:hidden"
    >
      {(wide ? rooms : rooms.slice(0, IN_THE_BAR)).map((room) => (
        <RoomLink key={room.to} room={room} wide={wide} />
      ))}
      {!wide && <More rooms={rooms.slice(IN_THE_BAR)} />}
    </nav>
  )
}

function RoomLink({ room, wide, chosen }: { room: Room; wide: boolean; chosen?: () => void }) {
  const { pathname } = useLocation()
  const inside = room.holds?.includes(pathname) ? HERE : ''
  return (
    <Link
      to={room.to}
      activeOptions={{ exact: room.to === '/', includeSearch: false }}
      onClick={chosen}
      className={`flex min-w-0 flex-1 flex-col items-center rounded-md px-1 py-1.5 text-muted hover:bg-raised hover:text-ink md:flex-none md:flex-row md:gap-2.5 md:px-2 ${inside}`}
      activeProps={{ className: HERE }}
    >
      <span aria-hidden className="w-4 text-center">
        {room.icon}
      </span>
      <span className="max-w-full truncate text-sm md:text-base">{wide ? room.label : (room.short ?? room.label)}</span>
    </Link>
  )
}

/** The browser's own popover: it closes on Escape and on a click elsewhere. */
function More({ rooms }: { rooms: readonly Room[] }) {
  const sheet = useRef<HTMLDivElement>(null)
  const { pathname } = useLocation()
  const isInside = rooms.some(
    ({ to, holds = [] }) => pathname === to || pathname.startsWith(`${to}/`) || holds.includes(pathname),
  )
  return (
    <>
      <button
        type="button"
        popoverTarget="more-rooms"
        className={`flex flex-1 flex-col items-center rounded-md px-1 py-1.5 text-muted hover:bg-raised ${isInside ? HERE : ''}`}
      >
        <span aria-hidden>⋯</span>
        <span className="text-sm">More</span>
      </button>
      <div
        ref={sheet}
        id="more-rooms"
        popover="auto"
        className="inset-auto right-2 bottom-14 m-0 w-44 rounded-md border border-line bg-paper p-1 text-ink shadow-lg"
      >
        {rooms.map((room) => (
          <RoomLink key={room.to} room={room} wide chosen={() => sheet.current?.hidePopover()} />
        ))}
      </div>
    </>
  )
}
