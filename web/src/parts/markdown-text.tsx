import Markdown from 'markdown-to-jsx/react'
import type { ComponentProps, ReactNode } from 'react'

/** Links leave the page without telling where from, and nothing is fetched from elsewhere. */
const overrides = {
  a: ({ href, children }: ComponentProps<'a'>) =>
    href ? <Away href={href}>{children}</Away> : <span>{children}</span>,
  img: ({ alt, src }: ComponentProps<'img'>) => <Picture alt={alt} src={src} />,
  h1: Heading,
  h2: Heading,
  h3: Heading,
  h4: Heading,
  h5: Heading,
  h6: Heading,
  pre: ({ children }: ComponentProps<'pre'>) => (
    <pre className="overflow-x-auto rounded-md bg-raised p-2 text-sm">{children}</pre>
  ),
  code: ({ children }: ComponentProps<'code'>) => <code className="rounded bg-raised px-1 font-mono">{children}</code>,
  ul: ({ children }: ComponentProps<'ul'>) => <ul className="list-disc pl-5">{children}</ul>,
  ol: ({ children }: ComponentProps<'ol'>) => <ol className="list-decimal pl-5">{children}</ol>,
  blockquote: ({ children }: ComponentProps<'blockquote'>) => (
    <blockquote className="border-l-2 border-line pl-3 text-muted">{children}</blockquote>
  ),
  // A box nobody can tick says nothing.
  input: ({ checked }: ComponentProps<'input'>) => (
    <span className="task-box inline-block w-5 indent-0">{checked ? '☑' : '☐'}</span>
  ),
  // Its box stands where the bullet would.
  li: ({ children }: ComponentProps<'li'>) => (
    <li className="has-[>.task-box]:-ml-5 has-[>.task-box]:list-none has-[>.task-box]:pl-5 has-[>.task-box]:-indent-5">
      {children}
    </li>
  ),
}

/** Whatever it is made into: no HTML of theirs, no pictures, no ids. */
const safely = { disableParsingRawHTML: true, slugify: () => '' }
const headed = { ...overrides, h1: Part, h2: Part, h3: Part, h4: Part, h5: Part, h6: Part }

/** Markdown as somebody wrote it. @param isDocument its headings are headings of the page, below those of its sections */
export function MarkdownText({ body, isDocument = false }: { body: string; isDocument?: boolean }) {
  return (
    <div className="grid gap-1.5 wrap-anywhere">
      <Markdown options={{ ...safely, forceBlock: true, overrides: isDocument ? headed : overrides }}>{body}</Markdown>
    </div>
  )
}

/** A line of Markdown, within a line of ours. */
export function MarkdownLine({ text }: { text: string }) {
  return <Markdown options={{ ...safely, forceInline: true, overrides }}>{text}</Markdown>
}

function Away({ href, children }: { href: string; children?: ReactNode }) {
  return (
    <a className="text-accent underline wrap-anywhere" href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}

/** A part of a document. */
function Part({ children }: { children?: ReactNode }) {
  return <h3 className="mt-3 font-semibold first:mt-0">{children}</h3>
}

/** The page has its own headings. */
function Heading({ children }: { children?: ReactNode }) {
  return <p className="font-semibold">{children}</p>
}

function Picture({ alt, src }: { alt: string | undefined; src: string | undefined }) {
  return (
    <span className="text-muted" title={src}>
      [picture{alt ? `: ${alt}` : ''}]
    </span>
  )
}
