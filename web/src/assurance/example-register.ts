/** An assistant behind four layers, in the fewest words: one system, four controls, one risk. Its reader's test holds it. */
export const exampleRegister = `ai-register: 1
systems:
  - id: helpdesk
    name: Helpdesk assistant
    owner: Customer service
    purpose: Answers customers and changes their orders
    role: deployer
    autonomy: supervised
controls:
  - id: input-filter
    name: Input filter
    owner: Platform team
    claim: Stops instructions that come with retrieved content
    system: helpdesk
  - id: answer-judge
    name: Answer judge
    owner: Platform team
    claim: Withholds answers that follow an injected instruction
    system: helpdesk
  - id: tool-gate
    name: Order tool gate
    owner: Order systems
    claim: Lets no large order be changed without a person's consent
    system: helpdesk
  - id: agent-review
    name: Review by an agent
    owner: Customer service
    claim: Agents refuse changes that the customer did not ask for
    system: helpdesk
scenarios:
  - id: injection
    title: An instruction in a mail reaches the order tool
    owner: Head of customer service
    harm: An order is changed without the customer's wish
    appetite: 2            # events a year
    attempts: { value: 400 } # a year; assumed until somebody measures
    barriers: # what can defeat several layers at once is named as their causes
      - { control: input-filter, layer: prevent, causes: ["model:small-9b"] }
      - { control: answer-judge, layer: prevent, causes: ["model:small-9b"] }
      - { control: tool-gate, layer: prevent }
      - { control: agent-review, layer: detect }
`
