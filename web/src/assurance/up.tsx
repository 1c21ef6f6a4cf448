import { Link, useRouter } from '@tanstack/react-router'
import { useKey } from '../parts/use-key.ts'

/** To where all of it begins, whichever page of it one came from; Esc does the same. */
export function Up() {
  const router = useRouter()
  useKey('Escape', () => void router.navigate({ to: '/assurance' }))
  return (
    <Link to="/assurance" className="text-sm text-accent underline print:hidden">
      ← Assurance
    </Link>
  )
}
