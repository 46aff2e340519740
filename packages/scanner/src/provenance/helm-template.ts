import { isProblem, type SourceFiles } from '../files.ts'
import type { Region } from '../model.ts'
import { lineTable } from '../parse/lines.ts'

/** Regions in files that Helm read; offsets do not count a byte order mark. */
export interface TemplateText {
  /** Region of the characters from `start` to `end`. */
  region(start: number, end: number): Region
  /** Region of the action whose `{{` is at an offset, up to its `}}`. */
  action(start: number): Region
}

/** Opens files of the repository for regions, each once; undefined for one that cannot be read. */
export function templateTexts(sources: SourceFiles): (file: string) => TemplateText | undefined {
  const known = new Map<string, TemplateText | undefined>()
  return (file) => {
    if (!known.has(file)) known.set(file, templateText(file, sources))
    return known.get(file)
  }
}

function templateText(file: string, sources: SourceFiles): TemplateText | undefined {
  const text = sources.text(file)
  if (isProblem(text)) return undefined
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const lines = lineTable(text)
  return {
    region: (start, end) => lines.region(start + shift, end + shift),
    action: (start) => lines.region(start + shift, actionEnd(text, start + shift)),
  }
}

/** What stands in an action: quoted text, which may hold `}}`, a comment, or its end. */
const actionPart = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'|\/\*[\s\S]*?\*\/|\}\}/g

function actionEnd(text: string, start: number): number {
  actionPart.lastIndex = start + 2
  for (let part = actionPart.exec(text); part !== null; part = actionPart.exec(text)) if (part[0] === '}}') return actionPart.lastIndex
  return text.length
}
