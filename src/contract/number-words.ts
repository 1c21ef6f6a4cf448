/** Numbers of risk in words, the same on every face. */
export {
  boundsWords,
  factorWords,
  frequencyWords,
  inHundred,
  intervalWords,
  lossWords,
  moreBetween,
  moreInHundred,
  productWords,
  type Rounding,
  rough,
  spanWords,
  statedFrequency,
} from '#core/statistics'
