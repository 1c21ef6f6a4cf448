import { Link, useCanGoBack, useRouter } from '@tanstack/react-router'
import { useKey } from './use-key.ts'

/** Back to the list it was opened from, with its filter; Esc does the same. */
export function Back({
  to,
  label,
}: {
  to: '/' | '/findings' | '/fixes' | '/assets' | '/surface' | '/vulnerabilities' | '/assurance'
  label: string
}) {
  const router = useRouter()
  const canGoBack = useCanGoBack()
  useKey('Escape', () => (canGoBack ? router.history.back() : void router.navigate({ to })))
  return (
    <Link
      to={to}
      className="text-sm text-accent underline"
      onClick={(event) => {
        if (!canGoBack || event.ctrlKey || event.metaKey) return
        event.preventDefault()
        router.history.back()
      }}
    >
      ← {label}
    </Link>
  )
}
