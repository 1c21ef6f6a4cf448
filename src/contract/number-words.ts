/** Numbers of risk in words, the same on every face. */
export {
  boundsWords,
  frequencyWords,
  inHundred,
  intervalWords,
  lossWords,
  moreBetween,
  moreInHundred,
  type Rounding,
  rough,
  statedFrequency,
} from '#core/statistics'
