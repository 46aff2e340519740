import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument, visit } from 'yaml'
import { charts, filesBelow, realworld } from '../engines/corpora.ts'
import { type ChartCase, chartCase, type Files } from './helm-render.ts'

/** Each chart of the corpora with its defaults, and with all booleans of its values set to true. */
export function corpusCases(): ChartCase[] {
  return charts().flatMap((folder) => {
    const files = readFiles(join(realworld, folder))
    return [chartCase(folder, files), ...allTrue(folder, files)]
  })
}

/** The charts of the examples, one case for each environment. */
export function exampleCases(): ChartCase[] {
  const folder = 'examples/cloudmart/charts/storefront'
  const files = readFiles(folder)
  return ['dev', 'staging', 'prod'].map((environment) => {
    const file = `values-${environment}.yaml`
    return chartCase(`storefront ${environment}`, files, { values: [{ kind: 'file', file }] })
  })
}

function readFiles(folder: string): Files {
  const small = filesBelow(folder).filter((file) => statSync(join(folder, file)).size < 1_000_000)
  return Object.fromEntries(
    small.map((file) => {
      const bytes = readFileSync(join(folder, file))
      const text = bytes.toString('utf8')
      return [file, Buffer.from(text).equals(bytes) ? text : bytes]
    }),
  )
}

function allTrue(name: string, files: Files): ChartCase[] {
  const values = parseDocument(String(files['values.yaml'] ?? '{}'))
  if (values.errors.length > 0) return []
  visit(values, {
    Scalar(_, node) {
      if (typeof node.value === 'boolean') node.value = true
    },
  })
  const file = 'all-true.yaml'
  return [chartCase(`${name} all true`, { ...files, [file]: String(values) }, { values: [{ kind: 'file', file }] })]
}
