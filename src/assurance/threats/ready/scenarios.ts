import type { ReadyScenario } from './contract.ts'
import { readyControls as controls } from './controls.ts'

/** Scenarios to start from, by what they threaten. What they say is ours; techniques are named by the catalogues' ids. */
export const readyScenarios: readonly ReadyScenario[] = [
  {
    id: 'payment-fraud-by-mail',
    title: 'A payment is made to a fraudster on a mail that AI wrote',
    about:
      'Somebody writes to accounts payable as a supplier or as the management, in faultless words and with facts from public sources, and asks to pay or to change an account. A voice or a video on the telephone may stand behind it.',
    harm: 'Money is paid to a fraudster and does not come back',
    initiators: ['organised fraud for money', 'a supplier’s mailbox that was taken over'],
    enabling: [
      'the mail reaches somebody who may pay or change accounts',
      'what it asks for fits a process that exists',
    ],
    barriers: [
      { control: controls.mailAuthentication, layer: 'prevent', causes: ['gateway:mail-gateway'] },
      { control: controls.mailFilter, layer: 'prevent', causes: ['gateway:mail-gateway'] },
      { control: controls.callBack, layer: 'prevent', causes: ['people:accounts-payable'] },
      { control: controls.fourEyes, layer: 'detect', causes: ['people:accounts-payable'] },
      { control: controls.paymentRecall, layer: 'respond', causes: [] },
    ],
    techniques: ['T1566', 'T1656', 'T1657', 'T1588.007', 'AML.T0052', 'AML.T0088', 'STRIDE:S'],
    toFindOut: [
      'how many such mails arrived in the last quarter, by what the filter and people reported',
      'how many accounts are changed a year, and how many of them were called back',
    ],
  },
  {
    id: 'credential-theft-by-lookalike',
    title: 'Credentials are stolen on a page under a lookalike domain',
    about:
      'A domain that differs from ours or a provider’s by a letter bears a copy of the sign-in page that passes on what is typed, codes included. The link comes by mail, message or advertisement.',
    harm: 'A stranger works under the name of one of our people',
    initiators: ['sellers of access', 'targeted attackers'],
    enabling: ['somebody opens the page', 'they have rights worth stealing'],
    barriers: [
      { control: controls.lookalikeWatch, layer: 'prevent', causes: [] },
      { control: controls.mailFilter, layer: 'prevent', causes: ['gateway:mail-gateway'] },
      { control: controls.browserBlock, layer: 'prevent', causes: [] },
      { control: controls.boundSignIn, layer: 'prevent', causes: ['identity:identity-provider'] },
      { control: controls.signInWatch, layer: 'detect', causes: ['identity:identity-provider'] },
    ],
    techniques: ['T1583.001', 'T1608.005', 'T1566.002', 'T1557', 'T1539', 'T1078', 'AML.T0052', 'STRIDE:S'],
    toFindOut: [
      'how many lookalikes of our names were registered in the last year, and how many bore a sign-in page',
      'which accounts may still sign in without a credential that is bound to the site',
    ],
  },
  {
    id: 'injection-through-content',
    title: 'Retrieved content makes the assistant call a tool',
    about:
      'A mail, a page, a ticket or a document that the assistant reads holds orders for it. It takes them for its user’s and calls a tool: sends, changes, pays, deletes.',
    harm: 'Something is done in our systems that nobody here wanted',
    initiators: ['whoever can place text where the assistant reads it'],
    enabling: ['the text is read by the assistant', 'the assistant may call a tool that does harm'],
    barriers: [
      { control: controls.inputFilter, layer: 'prevent', causes: ['gateway:ai-gateway', 'model:filter'] },
      { control: controls.separatedContent, layer: 'prevent', causes: ['model:assistant'] },
      { control: controls.toolGate, layer: 'prevent', causes: ['gateway:ai-gateway'] },
      { control: controls.actionReview, layer: 'prevent', causes: ['people:reviewers'] },
      { control: controls.toolWatch, layer: 'detect', causes: ['gateway:ai-gateway'] },
      { control: controls.undo, layer: 'respond', causes: [] },
    ],
    techniques: ['AML.T0051.001', 'AML.T0053', 'AML.T0080', 'LLM01:2025', 'LLM06:2025', 'STRIDE:E', 'STRIDE:T'],
    toFindOut: [
      'how many pieces of content from outside the assistant reads a year, and how many of them held orders',
      'which tools it can call without a person, and what the worst call does',
    ],
  },
  {
    id: 'leak-through-assistant',
    title: 'An assistant tells somebody what they have no right to',
    about:
      'The assistant answers from more than the one who asks may see: another customer’s records, a colleague’s documents, secrets in its prompt. It is asked for them outright, in steps, or led to put them into a link.',
    harm: 'Personal or confidential data reach somebody who must not have them',
    initiators: ['curious people', 'customers and employees with intent', 'text that was placed where it is read'],
    enabling: ['the data are within reach of the assistant', 'the one who asks notices that they may be had'],
    barriers: [
      { control: controls.dataScope, layer: 'prevent', causes: ['identity:identity-provider'] },
      { control: controls.inputFilter, layer: 'prevent', causes: ['gateway:ai-gateway', 'model:filter'] },
      { control: controls.outputFilter, layer: 'prevent', causes: ['gateway:ai-gateway', 'model:filter'] },
      { control: controls.egressWatch, layer: 'prevent', causes: [] },
      { control: controls.leakWatch, layer: 'detect', causes: [] },
    ],
    techniques: ['AML.T0057', 'AML.T0056', 'AML.T0085.000', 'AML.T0086', 'LLM02:2025', 'LLM07:2025', 'STRIDE:I'],
    toFindOut: [
      'which data the assistant can reach that some of its users may not see',
      'how many conversations a year there are, and how many ask for such data',
    ],
  },
  {
    id: 'exposed-model-server',
    title: 'A model server is reachable from the internet',
    about:
      'A server for models, a notebook or a vector store that was set up for a trial listens to everybody. Strangers use it, read what passes through it, change its models or go on from it.',
    harm: 'Strangers use our models and machines, read what passes through them, or go on from there',
    initiators: ['scanners that look for open model servers', 'sellers of stolen model access'],
    enabling: ['a server of that kind listens to the internet'],
    barriers: [
      { control: controls.exposureScan, layer: 'prevent', causes: [] },
      { control: controls.networkRules, layer: 'prevent', causes: ['people:platform-team'] },
      { control: controls.serverAuthentication, layer: 'prevent', causes: ['people:platform-team'] },
      { control: controls.usageWatch, layer: 'detect', causes: [] },
      { control: controls.segmentation, layer: 'respond', causes: ['people:platform-team'] },
    ],
    techniques: ['AML.T0006', 'AML.T0049', 'AML.T0040', 'AML.T0044', 'AML.T0034', 'T1133', 'LLM10:2025', 'STRIDE:I'],
    toFindOut: [
      'how often such a server became reachable in the last two years',
      'what lies on those servers, and what they can reach',
    ],
  },
  {
    id: 'edge-device-before-patch',
    title: 'An edge device is exploited before it is patched',
    about:
      'A vulnerability of a gateway, firewall or remote-access device is exploited within hours of its becoming known, or before. The patch comes days later; what was left behind stays.',
    harm: 'An attacker is inside with the rights of the device',
    initiators: ['ransomware groups', 'sellers of access', 'state actors'],
    enabling: ['the device has the vulnerability', 'its interface can be reached from outside'],
    barriers: [
      { control: controls.edgeReduction, layer: 'prevent', causes: ['people:network-team'] },
      { control: controls.virtualPatch, layer: 'prevent', causes: ['vendor:edge-devices'] },
      { control: controls.edgePatch, layer: 'prevent', causes: ['vendor:edge-devices', 'people:network-team'] },
      { control: controls.deviceIntegrity, layer: 'detect', causes: ['vendor:edge-devices'] },
      { control: controls.segmentation, layer: 'respond', causes: ['people:network-team'] },
    ],
    techniques: ['T1190', 'T1133', 'T1068', 'T1078', 'STRIDE:E'],
    toFindOut: [
      'how many vulnerabilities of the kind of devices we have were exploited a year',
      'how many days passed with us between the first sign of exploitation and the patch',
    ],
  },
  {
    id: 'ai-code-bad-dependency',
    title: 'Generated code brings in a vulnerable or invented dependency',
    about:
      'A coding assistant proposes a package that has a known vulnerability, or that does not exist until somebody registers the name it made up. It is installed by a developer, an agent or a build.',
    harm: 'An attacker’s code, or code with a known hole, runs in our builds or products',
    initiators: ['somebody who registers names that models make up', 'a model that learned from old code'],
    enabling: ['the code asks for a package that is new here', 'it is installed before anybody looked'],
    barriers: [
      { control: controls.packageGate, layer: 'prevent', causes: [] },
      { control: controls.mergeReview, layer: 'prevent', causes: ['people:developers'] },
      { control: controls.dependencyScan, layer: 'detect', causes: [] },
      { control: controls.buildIsolation, layer: 'respond', causes: [] },
    ],
    techniques: ['AML.T0060', 'AML.T0062', 'AML.T0011.001', 'T1195.001', 'LLM03:2025', 'LLM09:2025', 'STRIDE:T'],
    toFindOut: [
      'how many new packages enter our code a year, and how many of them a model proposed',
      'how many of them did not exist, or had a known vulnerability, when they were proposed',
    ],
  },
  {
    id: 'unreviewed-agent-action',
    title: 'An agent does something wrong that nobody looked at',
    about:
      'A system that acts by itself misunderstands its task, works on wrong facts or goes around a limit in small steps. No attacker is needed. People trust it, and the review became a click.',
    harm: 'A customer, an employee or a third party is harmed by an action that nobody decided',
    initiators: ['an unclear task', 'wrong or old facts', 'a changed model, prompt or tool'],
    enabling: ['the action takes effect without a person', 'it cannot be undone in time by those it harms'],
    barriers: [
      { control: controls.toolGate, layer: 'prevent', causes: ['gateway:ai-gateway'] },
      { control: controls.actionLimits, layer: 'prevent', causes: ['gateway:ai-gateway'] },
      { control: controls.actionReview, layer: 'prevent', causes: ['people:reviewers'] },
      { control: controls.actionLog, layer: 'detect', causes: ['people:reviewers'] },
      { control: controls.undo, layer: 'respond', causes: [] },
    ],
    techniques: ['AML.T0101', 'AML.T0048.003', 'LLM06:2025', 'LLM09:2025', 'STRIDE:R'],
    toFindOut: [
      'how many actions a year take effect, and how many of a sample were wrong',
      'how long a wrong action goes unnoticed, and who is harmed meanwhile',
    ],
  },
]
