import type { Job } from '@contract/jobs.ts'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type DragEvent, useEffect, useEffectEvent, useRef, useState } from 'react'
import { call } from '../api/client.ts'
import { noteJob } from '../api/events.ts'
import { queryClient } from '../api/queries.ts'
import { Refusal } from '../session/login.tsx'
import { AssetField } from './asset-field.tsx'
import { ImportJobs } from './import-jobs.tsx'
import { Previews } from './previews.tsx'
import { previewsQuery } from './use-previews.ts'

const answers = [
  ['internet', 'Yes, from the internet'],
  ['internal', 'No, only inside'],
  ['isolated', 'No, it is isolated'],
  ['unknown', 'I do not know yet'],
] as const

interface RefusedFile {
  name: string
  error: Error
}

/** The way in for files: one question, one place to drop. */
export function ImportPanel() {
  const [exposure, setExposure] = useState<string>('unknown')
  const [asset, setAsset] = useState('')
  const [look, setLook] = useState(true)
  const [refused, setRefused] = useState<RefusedFile[]>([])
  const upload = useMutation({
    mutationFn: async (files: readonly File[]) => {
      setRefused([])
      for (const file of files) {
        try {
          noteJob(await sendFile(file, exposure, asset.trim(), look))
          if (look) void queryClient.invalidateQueries({ queryKey: previewsQuery.queryKey })
        } catch (error) {
          // One file that is refused stops no other; each is named with its own reason.
          setRefused((before) => [...before, { name: file.name, error: error as Error }])
        }
      }
    },
  })
  return (
    <div>
      <Sent refused={refused} />
      <fieldset>
        <legend className="font-medium">Can this software be reached from the internet?</legend>
        <div className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
          {answers.map(([value, words]) => (
            <label key={value} className="flex min-h-6 items-center gap-1.5">
              <input
                type="radio"
                name="exposure"
                value={value}
                checked={exposure === value}
                onChange={() => setExposure(value)}
              />
              {words}
            </label>
          ))}
        </div>
      </fieldset>
      <AssetField name={asset} write={setAsset} />
      <label className="mt-3 flex min-h-6 items-center gap-1.5">
        <input type="checkbox" checked={look} onChange={(event) => setLook(event.target.checked)} />
        Show first what it would change
      </label>
      <DropZone busy={upload.isPending} take={(files) => upload.mutate(files)} />
    </div>
  )
}

/** What became of what was sent stands first: below the form it would lie out of sight. */
function Sent({ refused }: { refused: readonly RefusedFile[] }) {
  return (
    <div className="mb-4 empty:hidden">
      {refused.map(({ name, error }) => (
        <div key={name} className="mb-2">
          <p className="font-medium wrap-anywhere">{name} was not taken</p>
          <Refusal error={error} />
        </div>
      ))}
      <Previews />
      <ImportJobs />
    </div>
  )
}

function sendFile(file: File, exposure: string, asset: string, look: boolean): Promise<Job> {
  const query = new URLSearchParams({
    name: file.name,
    exposure,
    ...(asset && { asset }),
    ...(look && { preview: 'true' }),
  })
  return call<Job>(`/imports?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  })
}

/** A file that is dropped beside the place for it is meant all the same: the browser would open it in place of the page. */
function useDropAnywhere(take: (files: File[]) => void) {
  const dropped = useEffectEvent((event: globalThis.DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    if (event.type === 'drop') take([...event.dataTransfer.files])
  })
  useEffect(() => {
    const heard = (event: globalThis.DragEvent) => dropped(event)
    for (const kind of ['dragover', 'drop'] as const) document.addEventListener(kind, heard)
    return () => {
      for (const kind of ['dragover', 'drop'] as const) document.removeEventListener(kind, heard)
    }
  }, [])
}

function DropZone({ busy, take }: { busy: boolean; take: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  useDropAnywhere(take)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    event.stopPropagation()
    setOver(false)
    take([...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button inside is everybody's.
    <div
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      className={`mt-3 rounded-md border border-dashed p-6 text-center ${over ? 'border-accent bg-accent-tint' : 'border-line bg-raised'}`}
    >
      <p>{busy ? 'Sending …' : 'Drop SBOMs, lockfiles or scanner reports here'}</p>
      <p className="mt-0.5 text-sm text-muted">
        CycloneDX, SPDX, package-lock.json, poetry.lock, go.mod, Cargo.lock, dpkg status and more; Trivy, Grype, SARIF,
        nuclei, nmap, masscan, naabu, DefectDojo
      </p>
      <p className="mt-0.5 text-sm text-muted">
        A supplier’s VEX is taken in under{' '}
        <Link to="/vex" className="text-accent underline">
          Settings → VEX
        </Link>
      </p>
      <button type="button" className="button mt-3" disabled={busy} onClick={() => input.current?.click()}>
        Choose files
      </button>
      <input
        ref={input}
        type="file"
        multiple
        aria-label="Files to import"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          take([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
    </div>
  )
}
