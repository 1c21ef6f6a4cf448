import { sharingRounds } from './sharing.ts'

sharingRounds(Number(process.env.LUNETTE_CRASH_ROUNDS ?? 50) / 2)
