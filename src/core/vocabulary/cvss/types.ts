export type CvssVersion = '2.0' | '3.0' | '3.1' | '4.0'
/** Qualitative rating. CVSS v2 has no `critical` and calls zero `low`. */
export type CvssSeverity = 'none' | 'low' | 'medium' | 'high' | 'critical'

/** A CVSS vector with its scores, each 0.0 to 10.0 with one decimal. */
export interface Cvss {
  readonly version: CvssVersion
  /** As given, without surrounding blanks or parentheses. */
  readonly vector: string
  /** Metric abbreviation to value, only those the vector names. */
  readonly metrics: Readonly<Record<string, string>>
  readonly baseScore: number
  /** v2 and v3: with the temporal metrics; absent when a v2 vector names none. */
  readonly temporalScore?: number | undefined
  /** v2 and v3: with the environmental metrics; absent when a v2 vector names none. */
  readonly environmentalScore?: number | undefined
  /** The score of all metrics given. */
  readonly score: number
  /** Rating of `baseScore`. */
  readonly severity: CvssSeverity
  /** v4.0: which metric groups took part, `CVSS-B` to `CVSS-BTE`. */
  readonly nomenclature?: string | undefined
}

/** The scores one version's formula gives. */
export type CvssScores = Pick<Cvss, 'baseScore' | 'temporalScore' | 'environmentalScore' | 'score' | 'nomenclature'>

export type Metrics = Readonly<Record<string, string>>
