import type { TakenRegister } from '@contract/ai-register.ts'
import { counted } from '@contract/fix-words.ts'
import { useState } from 'react'
import { Refusal } from '../session/login.tsx'
import { useMay } from '../session/use-may.ts'
import { exampleRegister } from './example-register.ts'
import { FileDrop } from './file-drop.tsx'
import { LeftAsSaid, RegisterChanges } from './register-changes.tsx'
import { usePreviewRegister, useTakeRegister } from './use-assurance.ts'

/** The way in: a file that names AI systems, controls and risks, kept where the team keeps its code. */
export function TakeRegister() {
  const may = useMay('owner')
  const take = useTakeRegister()
  const preview = usePreviewRegister()
  const look = (file: File) => {
    take.reset()
    preview.mutate(file)
  }
  const busy = take.isPending || preview.isPending
  return (
    <div className="max-w-3xl">
      {may ? (
        <FileDrop
          words="Drop an ai-register.yaml here"
          button="Choose a register"
          label="Register to take in"
          accept=".yaml,.yml,text/yaml"
          busy={busy}
          take={look}
        />
      ) : (
        <p className="text-muted">Bringing a register needs the role "owner": ask one of yours.</p>
      )}
      {preview.data && (
        <RegisterChanges
          preview={preview.data}
          busy={busy}
          take={() => take.mutate(preview.variables!, { onSuccess: () => preview.reset() })}
          leave={() => preview.reset()}
        />
      )}
      <div role="status">{take.data && <Told told={take.data} />}</div>
      <Refusal error={take.error ?? preview.error} />
      <Example {...(may && !busy && { load: () => take.mutate(new File([exampleRegister], 'ai-register.yaml')) })} />
    </div>
  )
}

const kinds = [
  ['systems', 'AI system'],
  ['controls', 'control'],
  ['scenarios', 'scenario'],
  ['assumptions', 'assumption'],
  ['gateways', 'target'],
  ['monitors', 'monitor'],
] as const

function Told({ told }: { told: TakenRegister }) {
  const changed = kinds.filter(([kind]) => told[kind].length > 0)
  const holds = kinds
    .filter(([kind]) => told.holds[kind] > 0 || !(kind === 'gateways' || kind === 'monitors'))
    .map(([kind, word]) => counted(told.holds[kind], word))
    .join(', ')
  return (
    <div className="mt-3">
      <p className="font-medium">The register holds {holds}.</p>
      {changed.length === 0 ? (
        <p className="text-muted">Nothing in it is new.</p>
      ) : (
        <ul>
          {changed.map(([kind, word]) => (
            <li key={kind} className="wrap-anywhere">
              New or changed: {counted(told[kind].length, word)}{' '}
              <span className="text-muted">({told[kind].join(', ')})</span>
            </li>
          ))}
        </ul>
      )}
      <LeftAsSaid kept={told.kept} />
    </div>
  )
}

function Example({ load }: { load?: () => void }) {
  const [copied, setCopied] = useState(false)
  const copy = () => void navigator.clipboard.writeText(exampleRegister).then(() => setCopied(true))
  return (
    <details className="mt-3">
      <summary className="text-accent">An assistant behind four layers, as an example to begin with</summary>
      <section
        aria-label="Example of a register"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable without a mouse.
        tabIndex={0}
        className="mt-2 max-h-96 overflow-auto rounded-md border border-line bg-raised p-3"
      >
        <pre className="font-mono text-sm">{exampleRegister}</pre>
      </section>
      <p className="mt-2 flex flex-wrap items-center gap-2">
        {load && (
          <button type="button" className="button-primary" onClick={load}>
            Take this example in
          </button>
        )}
        <button type="button" className="button" onClick={copy}>
          Copy
        </button>
        <a
          className="button"
          download="ai-register.yaml"
          href={`data:text/yaml;charset=utf-8,${encodeURIComponent(exampleRegister)}`}
        >
          Save as a file
        </a>
        <span role="status" className="text-sm text-muted">
          {copied && 'Copied.'}
        </span>
      </p>
      <p className="prose-width mt-2 text-sm text-muted">
        Every field is described in <code className="font-mono">docs/ai-register.md</code>, and a fuller register lies
        in <code className="font-mono">docs/examples/ai-register.yaml</code> of the project. The same file again changes
        nothing; what it no longer names stays, for evidence hangs on it.
      </p>
    </details>
  )
}
