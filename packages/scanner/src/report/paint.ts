import type { Severity, Verdict } from '../model.ts'

/** Wraps text in terminal colours, or gives it back untouched. */
export interface Paint {
  bold(text: string): string
  dim(text: string): string
  severity(severity: Severity, text: string): string
  verdict(verdict: Verdict, text: string): string
}

const severityCode: Record<Severity, number> = { critical: 35, high: 31, medium: 33, low: 36, info: 34 }
const verdictCode: Record<Verdict, number> = { pass: 32, warn: 33, fail: 31, error: 35 }

/** SGR sequences of ECMA-48, each closed by a full reset. */
export function painter(colour: boolean): Paint {
  const sgr = (code: string, text: string): string => (colour && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text)
  return {
    bold: (text) => sgr('1', text),
    dim: (text) => sgr('2', text),
    severity: (severity, text) => sgr(`1;${severityCode[severity]}`, text),
    verdict: (verdict, text) => sgr(`1;${verdictCode[verdict]}`, text),
  }
}
