import { cpSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { languages, type ReportContext } from '../../src/model.ts'
import { htmlReporter, markdownReporter } from '../../src/report/index.ts'
import { scan } from '../../src/scan.ts'
import '../scan/judge.ts'
import { repository } from '../scan/repository.ts'
import { sourceLink } from './html/page.ts'
import { problems, rendered } from './markdown/github.ts'
import { elements, parseMarkup, textOf } from './markup.ts'

const corpora = resolve(process.env.POLICY_GATE_CORPORA ?? join(import.meta.dirname, '../../../../../shared/corpora'))
const example = join(import.meta.dirname, '../../../../examples/cloudmart')
const present = existsSync(corpora)

/** Real reports hold no surprise either: only our elements, nothing that acts, every open finding's place somewhere in the summary. */
async function expectPlain(folder: string, findings: number): Promise<void> {
  const root = repository()
  cpSync(folder, root, { recursive: true })
  const { report, rules, sources } = await scan({ cwd: root, root })
  expect(report.findings.length).toBeGreaterThanOrEqual(findings)
  for (const language of languages) {
    const readSource = (file: string): string | undefined => {
      const text = sources.text(file)
      return typeof text === 'string' ? text : undefined
    }
    const context: ReportContext = { rules, language, readSource }
    for (const form of ['summary', 'comment'] as const) {
      const page = rendered(markdownReporter({ form, sourceLink })(report, context))
      expect(problems(page)).toEqual([])
      if (form === 'summary') {
        const text = textOf(page)
        for (const { location, status } of report.findings.filter((finding) => finding.status === 'open'))
          expect(text, status).toContain(location.precision === 'file' ? location.file : `${location.file}:${location.startLine}`)
      }
    }
    const page = parseMarkup(htmlReporter({ sourceLink })(report, context))
    expect(elements(page).filter(({ name }) => name === 'article').length).toBeLessThanOrEqual(report.findings.length)
    for (const { unit } of report.findings) expect(textOf(page)).toContain(unit)
  }
}

describe('reports of real repositories', () => {
  it('examples/cloudmart', () => expectPlain(example, 0))
  it.runIf(present)('public projects', () => expectPlain(join(corpora, 'realworld'), 900))
})
if (!present) it('LEFT OUT: public projects, because there are no corpora (POLICY_GATE_CORPORA)', ({ skip }) => skip())
