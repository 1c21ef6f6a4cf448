/** The reason that decided, on two lines where there is room; `show` says where it is seen. */
export function Reason({ why, show }: { why: string; show: string }) {
  return (
    <span className={`block ${show}`}>
      <span className="two-lines" title={why}>
        {why}
      </span>
    </span>
  )
}
