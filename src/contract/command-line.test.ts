import { expect, it } from 'vitest'
import { commandLine as inTerminal } from '#core/kernel'
import { commandLine } from './command-line.ts'

it('a command is written in the browser as it is in the terminal', () => {
  expect(commandLine('feeds import <file>')).toBe(inTerminal('feeds import <file>'))
})
