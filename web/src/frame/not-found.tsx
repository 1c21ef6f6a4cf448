import { Link } from '@tanstack/react-router'

export function NotFound() {
  return (
    <div className="p-6">
      <h1 className="text-xl font-semibold">There is no such page</h1>
      <p className="mt-1 text-muted">
        The address may be mistyped.{' '}
        <Link to="/" className="text-accent underline">
          Go to Today
        </Link>
      </p>
    </div>
  )
}
