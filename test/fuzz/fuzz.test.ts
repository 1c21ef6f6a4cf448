import { fuzzEveryRoute } from './fuzz.ts'

fuzzEveryRoute(12)
