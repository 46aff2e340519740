import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import Ajv from 'ajv-draft-04'
import formats from 'ajv-formats'
import { expect, it } from 'vitest'
import { reporters } from '../../src/report/index.ts'
import { context, finding, report, shopReport } from './factory.ts'
import { hostileStrings } from './hostile.ts'
import { hostileImages, imageReport } from './image-report.ts'

const corpora = resolve(process.env.POLICY_GATE_CORPORA ?? '../shared/corpora')
const schemaFile = resolve(corpora, 'schemas/sarif-2.1.0.json')

if (existsSync(schemaFile)) {
  // The schema is draft-04 and not written for Ajv's strict mode.
  const ajv = new Ajv.default({ strict: false, allErrors: true })
  formats.default(ajv)
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')))
  const errors = (text: string): unknown => (validate(JSON.parse(text)) ? [] : validate.errors)

  it('SARIF is valid by the schema of OASIS', () => {
    const full = shopReport()
    full.findings[0]!.related.push({ ...full.findings[0]!.location, relation: 'object', message: 'declared here' })
    const hostile = report({
      findings: hostileStrings.map((text) => finding({ ruleId: 'image/mutable-tag', file: text, message: text, unit: text })),
    })
    const images = hostileStrings.map((text) => report({ findings: hostileImages(text).findings }))
    for (const scanned of [full, report(), hostile, imageReport(), ...images])
      expect(errors(reporters.sarif(scanned, context()))).toEqual([])
  })

  it('the schema refuses what is not SARIF', () => {
    expect(errors(reporters.sarif(shopReport(), context()).replace('"level": "error"', '"level": "fatal"'))).not.toEqual([])
  })
} else {
  it(`LEFT OUT: SARIF by the schema of OASIS, because there is no schemas/sarif-2.1.0.json in the corpora (POLICY_GATE_CORPORA)`, ({
    skip,
  }) => skip('corpora are not here'))
}
