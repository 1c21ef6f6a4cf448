import { useId, useRef, useState } from 'react'
import { useKey } from '../../parts/use-key.ts'
import type { GraphNode } from './clusters.ts'

/** As many as one reads at a glance. */
const MOST = 12

/** Finds an asset of the graph by a part of its name: `f` comes here, Enter goes to it, Esc leaves. */
export function FindNode({ nodes, show }: { nodes: readonly GraphNode[]; show: (id: string | undefined) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const list = useId()
  const [text, setText] = useState('')
  const like = text === '' ? [] : found(nodes, text.toLowerCase())
  const go = () => {
    const [first] = like
    if (first) show(first.id)
  }
  useKey('f', (event) => {
    event.preventDefault()
    input.current?.focus()
  })
  return (
    <>
      <input
        ref={input}
        type="search"
        className="field w-64 text-sm"
        aria-label="Find in the graph"
        placeholder="find (f)"
        list={list}
        value={text}
        maxLength={253}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go()
          if (event.key !== 'Escape') return
          setText('')
          show(undefined)
          input.current?.blur()
        }}
      />
      <datalist id={list}>
        {like.map(({ id, name, label }) => (
          <option key={id} value={name}>
            {label}
          </option>
        ))}
      </datalist>
      <span role="status" className="text-sm text-muted tabular-nums">
        {text !== '' &&
          (like.length === 0 ? 'none is called so' : like.length === MOST ? `${MOST} or more` : like.length)}
      </span>
    </>
  )
}

/** What is called so, before what begins so, before what holds it. */
function found(nodes: readonly GraphNode[], text: string): GraphNode[] {
  const rank = ({ name }: GraphNode) => (name === text ? 0 : name.startsWith(text) ? 1 : 2)
  const like = nodes.filter(({ name, label }) => name.includes(text) || label.toLowerCase().includes(text))
  return like.sort((a, b) => rank(a) - rank(b) || a.name.length - b.name.length).slice(0, MOST)
}
