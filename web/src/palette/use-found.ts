import type { AssetRow } from '@contract/assets.ts'
import type { FindingRow } from '@contract/findings.ts'
import type { Page } from '@contract/page.ts'
import type { VulnerabilityRow } from '@contract/vulnerabilities.ts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { call } from '../api/client.ts'
import type { PaletteEntry } from './entry.ts'

const PAUSE_MS = 150
const MOST = 5

/** What was found, or why nothing can be said yet. */
export interface Found {
  entries: PaletteEntry[]
  state: 'found' | 'searching' | 'failed'
}

/** The first few findings, assets and vulnerabilities whose words are these, and the way to all of each. */
export function useFound(text: string): Found {
  const filter = usePaused(text)
  const navigate = useNavigate()
  const { data, error, isFetching } = useQuery({
    queryKey: ['findings', 'palette', filter],
    queryFn: () => search(filter),
    enabled: filter.length > 1,
    placeholderData: keepPreviousData,
  })
  const state = error ? 'failed' : isFetching || filter !== text.trim() ? 'searching' : 'found'
  if (!data || error || filter.length < 2) return { entries: [], state }
  const { findings, assets, vulnerabilities } = data
  const all = (to: '/findings' | '/assets' | '/vulnerabilities', { total }: Page<unknown>, words: string) =>
    total > MOST
      ? [
          {
            id: `all ${to}`,
            group: words,
            label: `All ${total.toLocaleString()} ${words.toLowerCase()} with “${filter}”`,
            run: () => void navigate({ to, search: { filter } }),
          },
        ]
      : []
  const entries = [
    ...assets.rows.map(({ id, name, kind, isDiscovered }) => ({
      id,
      group: 'Assets',
      label: name,
      hint: kind,
      // What discovery saw says more than the facts, and leads to them.
      run: () => void navigate({ to: isDiscovered ? '/surface/assets/$id' : '/assets/$id', params: { id } }),
    })),
    ...all('/assets', assets, 'Assets'),
    ...vulnerabilities.rows.map(({ id, title }) => ({
      id,
      group: 'Vulnerabilities',
      label: title,
      hint: id,
      run: () => void navigate({ to: '/vulnerabilities/$id', params: { id } }),
    })),
    ...all('/vulnerabilities', vulnerabilities, 'Vulnerabilities'),
    ...findings.rows.map(({ id, title, asset, component }) => ({
      id,
      group: 'Findings',
      label: title,
      hint: `${asset.name} · ${component.name}`,
      run: () => void navigate({ to: '/findings/$id', params: { id } }),
    })),
    ...all('/findings', findings, 'Findings'),
  ]
  return { entries, state }
}

async function search(filter: string) {
  const query = new URLSearchParams({ filter, limit: String(MOST) })
  const [findings, assets, vulnerabilities] = await Promise.all([
    call<Page<FindingRow>>(`/findings?${query}`),
    // Findings know more filters than assets do: those find no asset.
    call<Page<AssetRow>>(`/assets?${query}`).catch(() => ({ rows: [], total: 0, next: null })),
    call<Page<VulnerabilityRow>>(`/vulnerabilities?${query}`),
  ])
  return { findings, assets, vulnerabilities }
}

function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}
