/**
 * What GitHub code scanning accepts of one file. Above a maximum it refuses the file; above a `...Kept` number it cuts without a word.
 * Source: docs.github.com, "SARIF support for code scanning" and "SARIF results exceed one or more limits".
 */
export const sarifLimits = {
  gzipBytes: 10_000_000,
  runs: 20,
  results: 25_000,
  resultsKept: 5_000,
  rules: 25_000,
  locations: 1_000,
  locationsKept: 100,
  tags: 20,
  tagsKept: 10,
  descriptionLength: 1_024,
  nameLength: 255,
}
