import { writeReport } from './report.ts'
import { crashRounds } from './rounds.ts'

crashRounds(Number(process.env.LUNETTE_CRASH_ROUNDS ?? 50), writeReport)
