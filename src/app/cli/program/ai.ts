import { type Command, Option } from 'commander'
import { aiPartKinds, aiRoles, autonomies } from '#core/vocabulary'
import { rows } from './arguments.ts'
import { lazily } from './lazily.ts'

/** AI that is found in what is imported, and ML-BOMs in and out; what they add to `lunette ai`. */
export function addAi(program: Command): void {
  const ai = program.commands.find((command) => command.name() === 'ai')!
  addByHand(ai)
  addRetirement(ai)
  addDiscovery(ai)
  ai.command('export')
    .argument('<system>', 'an AI system’s id in the register')
    .argument('[file]', 'where to; left out: standard output')
    .addOption(
      new Option('--format <format>', 'its form; else by the name of the file, and JSON').choices(['json', 'xml']),
    )
    .option('--json', 'print JSON')
    .description('write an AI system as a CycloneDX 1.7 ML-BOM')
    .action(lazily(async () => (await import('../commands/ai.ts')).exportBom))
  ai.command('bom')
    .argument('<file>', 'a CycloneDX document, 1.5 to 1.7, in JSON or XML')
    .option('--system <id>', 'the system that it is about; else by what the document says')
    .addOption(new Option('--role <role>', 'our part in it, where the document does not say').choices(aiRoles))
    .addOption(
      new Option('--autonomy <autonomy>', 'how far it acts by itself, where the document does not say').choices(
        autonomies,
      ),
    )
    .option('--json', 'print JSON')
    .description('take a CycloneDX ML-BOM as an AI system, or as parts of one; the same again changes nothing')
    .action(lazily(async () => (await import('../commands/ai.ts')).importBom))
}

function addByHand(ai: Command): void {
  said(ai.command('add').argument('<id>', 'its id: lower-case letters, digits, dots and hyphens'))
    .description('enter an AI system by hand')
    .action(lazily(async () => (await import('../commands/ai-systems.ts')).addSystem))
  said(ai.command('edit').argument('<id>', 'an AI system’s id'))
    .option('--without-part <parts...>', 'take parts out, each as "kind name"')
    .option('--hand-back <words...>', 'let files speak again of a field, such as owner, or of a part, as "kind name"')
    .description('say anew what an AI system is; it holds whatever a file says later')
    .action(lazily(async () => (await import('../commands/ai-systems.ts')).editSystem))
}

/** The end of an AI system, and how it is taken back. */
function addRetirement(ai: Command): void {
  ai.command('retire')
    .argument('<id>', 'an AI system’s id')
    .option('--because <words>', 'why it runs no more, or that it was entered by mistake')
    .option('--take-back', 'it does run: take back that it was retired')
    .option('--json', 'print JSON')
    .description('take an AI system out of use; its evidence and history stay, and risks that rest on it say so')
    .action(lazily(async () => (await import('../commands/ai-systems.ts')).retireSystem))
}

/** What a person can say of an AI system. */
function said(command: Command): Command {
  return command
    .option('--name <words>', 'what it is called')
    .option('--purpose <words>', 'what it is for')
    .option('--owner <name>', 'who answers for it; empty: nobody')
    .addOption(new Option('--role <role>', 'our part in it').choices(aiRoles))
    .addOption(new Option('--autonomy <autonomy>', 'how far it acts by itself').choices(autonomies))
    .option('--oversight <words>', 'who watches it, and how; empty: nobody')
    .option('--data <classes...>', 'what it gets to see: all of it')
    .option('--access-level <level>', 'of its model, from 1, fully closed, to 7, fully open', rows(1, 7))
    .option(
      '--part <parts...>',
      `a part, as "kind=model,name=gpt,version=2026-08,level=3"; kinds: ${aiPartKinds.join(', ')}; fields besides: vendor, purl, asset, endpoint, behind`,
    )
    .option('--json', 'print JSON')
}

function addDiscovery(ai: Command): void {
  ai.command('discover')
    .option('--all', 'also what the register names and what somebody said something of')
    .option('--json', 'print JSON')
    .description('AI in what is imported: libraries, model servers, gateways, vector stores, ports')
    .action(lazily(async () => (await import('../commands/ai.ts')).discover))
  ai.command('accept')
    .argument('<id>', 'as `ai discover` lists it')
    .requiredOption('--system <id>', 'the AI system that it is part of')
    .addOption(new Option('--part <kind>', 'which part; else as it mostly is').choices(aiPartKinds))
    .option('--because <words>', 'a note')
    .option('--json', 'print JSON')
    .description('make it a part of a registered AI system, at the asset where it was found')
    .action(lazily(async () => (await import('../commands/ai.ts')).accept))
  ai.command('reject')
    .argument('<id>', 'as `ai discover` lists it')
    .option('--because <words>', 'a note')
    .option('--json', 'print JSON')
    .description('propose it no more')
    .action(lazily(async () => (await import('../commands/ai.ts')).reject))
  ai.command('reopen')
    .argument('<id>', 'as `ai discover --all` lists it')
    .option('--json', 'print JSON')
    .description('take back what was said of it')
    .action(lazily(async () => (await import('../commands/ai.ts')).reopen))
}
