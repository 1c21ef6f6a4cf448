/** Coefficients of Lanczos's approximation for g = 7 with nine terms: relative error below 1e-14. */
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/** ln Γ(x) for x > 0. Source: Lanczos (1964). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  const shifted = x - 1
  const sum = LANCZOS.reduce((total, term, index) => (index === 0 ? term : total + term / (shifted + index)), 0)
  const base = shifted + 7.5
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(sum)
}

const MOST_TERMS = 500
const PRECISION = 1e-15
const TINY = 1e-300

/** ln of 1 / B(a, b), which every value of one distribution shares. */
function logScale(a: number, b: number): number {
  return logGamma(a + b) - logGamma(a) - logGamma(b)
}

/** Regularised incomplete beta function I_x(a, b): the share of a Beta(a, b) below x. Source: DLMF 8.17.22, by Lentz's method. */
function betaShare(x: number, a: number, b: number, scale: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  const front = Math.exp(scale + a * Math.log(x) + b * Math.log1p(-x))
  // The fraction converges fast on this side only; the other follows by symmetry.
  if (x > (a + 1) / (a + b + 2)) return 1 - (front * betaFraction(1 - x, b, a)) / b
  return (front * betaFraction(x, a, b)) / a
}

function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    const step = d * c
    value *= step
    if (Math.abs(step - 1) < PRECISION) break
  }
  return value
}

/** Keeps a denominator off zero. */
function away(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}

/**
 * The x below which a share of a Beta(a, b) lies. By Newton's steps, each kept within the bounds that are known by then:
 * where one leaves them, the middle is taken, so that it never fails.
 */
export function betaQuantile(share: number, a: number, b: number): number {
  if (share <= 0) return 0
  if (share >= 1) return 1
  const scale = logScale(a, b)
  let [low, high] = [0, 1]
  let x = a / (a + b)
  for (let step = 0; step < 200; step++) {
    const off = betaShare(x, a, b, scale) - share
    if (off === 0) return x
    if (off < 0) low = x
    else high = x
    const density = Math.exp(scale + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x))
    const newton = x - off / density
    const next = newton > low && newton < high ? newton : (low + high) / 2
    if (next === x || Math.abs(next - x) <= x * 1e-15) return next
    x = next
  }
  return x
}

/** Share of a standard normal distribution below z. */
export function normalShare(z: number): number {
  const tail = 0.5 * upperGammaHalf((z * z) / 2)
  return z < 0 ? tail : 1 - tail
}

/** Q(1/2, x), the complement of erf at the root of x. Source: DLMF 8.7.1 (series) and 8.9.2 (continued fraction). */
function upperGammaHalf(x: number): number {
  if (x <= 0) return 1
  const front = Math.exp(-x + 0.5 * Math.log(x) - logGamma(0.5))
  if (x < 1.5) {
    let [term, sum] = [2, 2]
    for (let n = 1; n <= MOST_TERMS && Math.abs(term) > Math.abs(sum) * PRECISION; n++) {
      term *= x / (0.5 + n)
      sum += term
    }
    return 1 - sum * front
  }
  let b = x + 0.5
  let c = 1 / TINY
  let d = 1 / b
  let value = d
  for (let n = 1; n <= MOST_TERMS; n++) {
    const a = -n * (n - 0.5)
    b += 2
    d = 1 / away(a * d + b)
    c = away(b + a / c)
    const step = d * c
    value *= step
    if (Math.abs(step - 1) < PRECISION) break
  }
  return front * value
}

/** The z below which a share of a standard normal distribution lies; −∞ and ∞ for 0 and 1. */
export function normalQuantile(share: number): number {
  if (share <= 0) return Number.NEGATIVE_INFINITY
  if (share >= 1) return Number.POSITIVE_INFINITY
  return bisect(-40, 40, (z) => normalShare(z) < share)
}

/** The t below which a share of Student's distribution with so many degrees of freedom lies. */
export function studentQuantile(share: number, degrees: number): number {
  if (share === 0.5) return 0
  if (share < 0.5) return -studentQuantile(1 - share, degrees)
  const x = betaQuantile(2 * (1 - share), degrees / 2, 0.5)
  return Math.sqrt((degrees * (1 - x)) / x)
}

/** Where a falling condition stops to hold, between two numbers. */
export function bisect(from: number, to: number, holds: (value: number) => boolean): number {
  let [low, high] = [from, to]
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (holds(middle)) low = middle
    else high = middle
  }
  return (low + high) / 2
}
