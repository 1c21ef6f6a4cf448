import { Link } from '@tanstack/react-router'

/** An evaluation's case by its key, which opens to its runs. */
export function CaseLink({ of, control }: { of: string; control?: string | null | undefined }) {
  return (
    <Link
      to="/assurance/evaluation-case"
      search={{ key: of, ...(control && { control }) }}
      className="font-mono text-sm text-accent underline wrap-anywhere"
    >
      {of}
    </Link>
  )
}
