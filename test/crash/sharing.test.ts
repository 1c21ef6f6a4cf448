import { sharingRounds } from './sharing.ts'

sharingRounds(2)
