/** Loaded with `--import` before a measured process: prints its peak resident memory in MB when it ends. */
process.on('exit', () => {
  process.stderr.write(`\npeak-memory ${Math.round(process.resourceUsage().maxRSS / 1024)}\n`)
})
