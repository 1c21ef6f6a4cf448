/** Plain text as an Atlassian document: one paragraph for each block of lines. */
export function documentOf(text: string): object {
  const paragraphs = text.split(/\n{2,}/).map((block) => ({
    type: 'paragraph',
    content: block
      .split('\n')
      .flatMap((line, index) => [
        ...(index > 0 ? [{ type: 'hardBreak' }] : []),
        ...(line === '' ? [] : [{ type: 'text', text: line }]),
      ]),
  }))
  return { type: 'doc', version: 1, content: paragraphs }
}
