/** Which way a number may be wrong: to the nearest, or never below (or above) what is known. */
export type Rounding = 'near' | 'up' | 'down'

/** What two digits may be off by: 10.1 rounded up to 11 would be told as more than it is. */
const TOO_COARSE = 0.05

/** Two digits, as nobody knows a risk more exactly; three where two are too coarse, which they are for numbers that begin with a 1. */
export function rough(value: number, rounding: Rounding = 'near'): number {
  const two = significant(value, 2, rounding)
  return Math.abs(two - value) > TOO_COARSE * value ? significant(value, 3, rounding) : two
}

/** A positive number in so many digits. */
export function significant(value: number, digits: number, rounding: Rounding = 'near'): number {
  if (value === 0 || !Number.isFinite(value)) return value
  const exponent = Math.floor(Math.log10(value))
  const unit = 10 ** (exponent - digits + 1)
  // What differs only by the arithmetic is the same number.
  const units = Number((value / unit).toPrecision(12))
  const rounded = rounding === 'near' ? Math.round(units) : rounding === 'up' ? Math.ceil(units) : Math.floor(units)
  return Number((rounded * unit).toPrecision(digits))
}

const NEVER = 1e-6
/** What is rarer is said by the years between two. */
const RARE = 0.1

/** Events a year as people say them: "60 a year", "0.9 a year", "1 in 17 years"; never below what is known with `up`. */
export function frequencyWords(perYear: number, rounding: Rounding = 'near'): string {
  if (perYear === 0) return 'none a year'
  if (perYear < NEVER) return 'less than 1 in a million years'
  if (perYear >= RARE) return `${rough(perYear, rounding).toLocaleString()} a year`
  return `1 in ${rough(1 / perYear, opposite[rounding]).toLocaleString()} years`
}

/** A frequency somebody stated, in no more and no fewer digits than they did. */
export function statedFrequency(perYear: number): string {
  if (perYear >= 1 || perYear === 0) return `${exactly(perYear)} a year`
  const years = 1 / perYear
  return Math.abs(years - Math.round(years)) < 1e-6 * years
    ? `1 in ${exactly(Math.round(years))} years`
    : `${exactly(perYear)} a year`
}

function exactly(value: number): string {
  return value.toLocaleString(undefined, { maximumSignificantDigits: 6 })
}

/** From one frequency to another, the unit said once. */
export function boundsWords(low: number, high: number): string {
  const [from, to] = [low === 0 ? 'none' : frequencyWords(low, 'down'), frequencyWords(high, 'up')]
  if (from === to) return from
  return `between ${from.endsWith(' a year') && to.endsWith(' a year') ? from.slice(0, -' a year'.length) : from} and ${to}`
}

/** A count in a hundred that is further off than this needs a decimal. */
const COARSE = 0.2

/**
 * A probability in a hundred, with a decimal where whole ones are too coarse; nearer to none or all as "1 in 7,000" or "all but
 * 1 in 7,000": neither is said of less.
 */
export function inHundred(probability: number, rounding: Rounding = 'near'): string {
  if (probability === 0 || probability === 1) return `${probability * 100} in 100`
  const round = { near: Math.round, up: Math.ceil, down: Math.floor }[rounding]
  const rest = Math.min(probability, 1 - probability)
  for (const whole of [100, 1_000]) {
    const count = round(Number((probability * whole).toPrecision(12)))
    const error = Math.abs(count / whole - probability) / rest
    if (count > 0 && count < whole && error < COARSE) return `${hundredths(count, whole)} in 100`
  }
  return probability < 0.5
    ? `1 in ${rough(1 / probability, opposite[rounding]).toLocaleString()}`
    : `all but 1 in ${rough(1 / rest, rounding).toLocaleString()}`
}

const FACTOR_DIGITS = 4

/** A probability that is multiplied with others, in so many digits that the product comes out: "91.97 in 100". */
export function factorWords(probability: number): string {
  return `${exactly(significant(probability * 100, FACTOR_DIGITS))} in 100`
}

/** What such a product comes to: "5.729 a year". */
export function productWords(perYear: number): string {
  return `${exactly(significant(perYear, FACTOR_DIGITS))} a year`
}

const SPANS = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const

/** A span of time in the largest unit that it is a whole number of: "every hour", "every 7 days" without "every". */
export function spanWords(seconds: number): string {
  const [unit, name] = SPANS.find(([length]) => seconds % length === 0) ?? SPANS[3]
  const count = Math.round(seconds / unit)
  return count === 1 ? name : `${count.toLocaleString()} ${name}s`
}

/** Made once: a control is put into words for each piece of its evidence. */
const decimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 3 })

/** A count of a hundred, a thousand, … as one of a hundred. */
function hundredths(count: number, whole: number): string {
  return decimal.format(count / (whole / 100))
}

const opposite = { near: 'near', up: 'down', down: 'up' } as const
/** The most that an interval close to none or all is told in. */
const FINEST = 100_000

/** Both ends in a hundred, rounded outwards: "between 91 and 98 in 100". Only what lies close to none or all needs decimals. */
export function intervalWords({ low, high }: { low: number; high: number }): string {
  if (low === high) return inHundred(low)
  for (let of = 100; ; of *= 10) {
    const from = Math.floor(Number((low * of).toPrecision(12)))
    const to = Math.ceil(Number((high * of).toPrecision(12)))
    const atAnEnd = (from === 0 || to === of) && to - from <= 1
    if (!atAnEnd || of === FINEST) return `between ${hundredths(from, of)} and ${hundredths(to, of)} in 100`
  }
}

/** A difference of two shares: "+4.5 in 100". */
export function moreInHundred(share: number): string {
  return `${signed(share)} in 100`
}

/** The bounds of a difference: "between −1 and +7.2 in 100". */
export function moreBetween({ low, high }: { low: number; high: number }): string {
  return `between ${signed(low)} and ${signed(high)} in 100`
}

function signed(share: number): string {
  const value = Number((Math.abs(share) * 100).toPrecision(2))
  return `${value === 0 ? '' : share < 0 ? '−' : '+'}${value}`
}

const LITTLE = 1.05

/** What the loss of a barrier does to the frequency; `null`: the others let nothing through. */
export function lossWords(factor: number | null): string {
  if (factor === null) return 'without it anything gets through'
  if (factor < 1 + 1e-9) return 'no difference'
  if (factor < LITTLE) return 'hardly a difference'
  return `×${rough(factor).toLocaleString()}`
}
