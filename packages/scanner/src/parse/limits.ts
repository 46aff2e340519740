import { TextProblem } from './problems.ts'

/**
 * Mappings and sequences inside one another. The API server stops at 10,000; objects, schemas of custom resources included, stay below 100.
 * The package `yaml` runs out of stack at some 800.
 */
export const maxDepth = 250

/** Lexical tokens the exact reader takes: some 15 MB of ordinary YAML, and at most about half a minute. */
export const maxLexemes = 2_000_000

export function tooDeep(offset: number): TextProblem {
  return new TextProblem(`mappings and sequences are nested more than ${maxDepth} levels deep`, offset)
}

/**
 * How many nodes may come from aliases: the rule of the API server's decoder (go.yaml.in/yaml/v2, decode.go), which stops "alias bombs".
 * `nodes` counts every node that would be decoded with aliases written out, `aliased` those among them that stand inside an alias.
 */
export function tooManyAliases(nodes: number, aliased: number): boolean {
  if (aliased <= 100 || nodes <= 1000) return false
  const low = 400_000
  const high = 4_000_000
  const share = nodes <= low ? 0.99 : nodes >= high ? 0.1 : 0.99 - 0.89 * ((nodes - low) / (high - low))
  return aliased / nodes > share
}
