import { exportAddress, vexFormats } from './use-vex.ts'

/** Links to the rulings in force, of one asset where it is named. */
export function ExportVex({ asset }: { asset?: string }) {
  return (
    <div className="flex flex-wrap gap-2">
      {vexFormats.map(([format, label]) => (
        <a key={format} className="button" href={exportAddress(format, asset)} download>
          {label}
        </a>
      ))}
    </div>
  )
}
