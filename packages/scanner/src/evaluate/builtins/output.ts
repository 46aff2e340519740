import { arrayOperand, type Builtin, type BuiltinContext, stringOperand } from './operands.ts'
import { RegoSet, type Term } from './terms.ts'
import { printTerm } from './text.ts'

/** `trace(note)`: true; there is no tracer. */
const trace: Builtin = (note) => {
  stringOperand(note, 1)
  return true
}

/** What `print(...)` compiles to: one line for every combination of the operands' values, `<undefined>` for none (`v1/topdown/print.go`). */
function print(context: BuiltinContext): Builtin {
  return (operands) => {
    let lines: string[][] = [[]]
    for (const operand of arrayOperand(operands, 1)) {
      const values = operand instanceof RegoSet ? operand.items : [operand]
      const texts = values.length === 0 ? ['<undefined>'] : values.map(plain)
      lines = lines.flatMap((line) => texts.map((text) => [...line, text]))
    }
    for (const line of lines) context.print(line.join(' '))
    return undefined
  }
}

function plain(term: Term): string {
  return typeof term === 'string' ? term : printTerm(term)
}

/** The built-ins that write to the host. */
export function outputBuiltins(context: BuiltinContext): Record<string, Builtin> {
  return { trace, 'internal.print': print(context) }
}
