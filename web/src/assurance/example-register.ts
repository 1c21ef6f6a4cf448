/** The least that makes a page: one system, one control, one risk. Its reader's test holds it. */
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
scenarios:
  - id: injection
    title: An instruction in a mail reaches the order tool
    owner: Head of customer service
    harm: An order is changed without the customer's wish
    appetite: 2            # events a year
    attempts: { value: 400 } # a year; assumed until somebody measures
    barriers:
      - { control: input-filter, layer: prevent, causes: ["model:small-9b"] }
`
