import { crashRounds } from './rounds.ts'

crashRounds(50)
