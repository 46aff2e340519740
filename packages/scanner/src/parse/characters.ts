import { TextProblem } from './problems.ts'

// Control characters, surrogates without their other half, noncharacters, byte order marks inside, and the line breaks of YAML 1.1 that
// editors, YAML 1.2 and Git do not see as such: one reader would find two lines, keys or documents where the next finds one.
const refused =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]|\r(?!\n)|(?!^)\ufeff|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/** The first character that no YAML file may hold (go.yaml.in/yaml/v2, readerc.go) or that readers of YAML take differently. */
export function characterProblem(text: string): TextProblem | undefined {
  const found = refused.exec(text)
  if (!found) return undefined
  const code = text.charCodeAt(found.index)
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  if (code === 13) return new TextProblem('a carriage return stands without a line feed', found.index)
  if (code === 0x85 || code === 0x2028 || code === 0x2029)
    return new TextProblem(
      `the line separator ${name} splits lines for some readers of YAML only: write it as an escape in double quotes`,
      found.index,
    )
  return new TextProblem(`the character ${name} is not allowed`, found.index)
}
