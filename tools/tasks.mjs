/** What each npm script does, once dependencies and a Node 24 are there. */
export async function run(task, args, { node, exec }) {
  const lunette = (...words) => exec(node, ['--disable-warning=ExperimentalWarning', 'src/app/cli/main.ts', ...words])
  const vitest = (...words) => exec(node, ['node_modules/vitest/vitest.mjs', 'run', ...words])
  switch (task) {
    case 'start':
      return lunette('start', ...args)
    case 'lunette':
      return lunette(...args)
    case 'test':
      return vitest('--project', 'unit', '--project', 'system', ...args)
    case 'test:long':
      return vitest('--project', 'long', ...args)
    case 'conformance':
      return exec(node, ['bench/conformance/main.ts', ...args])
    case 'bench':
      return exec(node, ['bench/main.ts', ...args])
    default:
      process.stderr.write(`lunette: unknown task ${task}\n`)
      return 2
  }
}
