/** Says that a change was taken, where it was made. */
export function Saved({ when, words = 'Saved.' }: { when: boolean; words?: string }) {
  return (
    <span role="status" className="text-sm text-muted wrap-anywhere">
      {when && words}
    </span>
  )
}
