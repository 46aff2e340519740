import type { ChartSource } from '../discover/sources.ts'
import { isProblem, type SourceFiles } from '../files.ts'
import type { Json, Location, Path } from '../model.ts'
import { locate, readDocuments } from '../parse/index.ts'
import { locateFields, locateTextPaths, wholeFile } from './fields.ts'
import type { ValuesInput } from './place.ts'
import { parameterPaths } from './values-parameters.ts'
import { type RepeatedDocument, repeatedDocuments } from './values-repeated.ts'

/** Values from one place: a document of a values file, inline values, a parameter. */
export interface ValuesLayer {
  /** Undefined for a parameter. */
  value?: Json
  /** Of a parameter: the path that it sets. */
  sets?: Path
  /** Where a path is written, or its deepest existing parent; undefined when nobody knows where the values come from. */
  locate(path: Path): Promise<Location | undefined>
}

/** The values that a source puts on top of a chart's own, the first one wins. */
export function inputLayers({ values, parameters = [] }: ChartSource, sources: SourceFiles): ValuesLayer[] {
  const order = ['json', 'set', 'string', 'file', 'literal']
  const sorted = parameters.toSorted((a, b) => order.indexOf(a.form) - order.indexOf(b.form))
  const set = sorted.flatMap((parameter) =>
    parameterPaths(parameter).map((path): ValuesLayer => {
      const { field, form, value } = parameter
      const written = async () => (field === undefined ? undefined : (await locateFields([field], sources))[0])
      return { sets: path, locate: async () => (form === 'file' && field === undefined ? wholeFile(value) : written()) }
    }),
  )
  return [...set.reverse(), ...values.toReversed().flatMap((input) => valuesLayers(input, sources))]
}

/** What the strict reader says of a key that stands twice. */
const keyTwice = 'stands twice in one mapping'

function placed({ region, precision }: ReturnType<RepeatedDocument['locate']>) {
  return { ...region, precision }
}

/** The documents of a values file, or of inline values; the first one wins. */
export function valuesLayers(input: ValuesInput, sources: SourceFiles): ValuesLayer[] {
  if (input.kind === 'object') {
    const { field, value } = input
    const at = (path: Path) => locateFields([{ manifest: field.manifest, path: [...field.path, ...path] }], sources)
    return [{ value, locate: async (path) => (await at(path))[0] }]
  }
  const text = input.kind === 'text' ? input.text : sources.text(input.file)
  if (isProblem(text)) return []
  const name = input.kind === 'file' ? { file: input.file } : {}
  const { documents, problems } = readDocuments(text, name)
  if (problems[0]?.message.includes(keyTwice) && input.kind === 'file')
    return repeatedDocuments(text)
      .map(({ value, locate: find }) => ({ value, locate: async (path: Path) => ({ file: input.file, ...placed(find(path)) }) }))
      .reverse()
  const layers = documents.map(({ value, index: document }): ValuesLayer => {
    if (input.kind === 'text')
      return { value, locate: async (path) => (await locateTextPaths(input.field, [path], sources, { document }))[0] }
    const locateInFile = (path: Path): Location => {
      const [{ region, precision }] = locate(text, [{ document, path }], name) as [ReturnType<typeof locate>[number]]
      return { file: input.file, ...region, precision }
    }
    return { value, locate: async (path) => locateInFile(path) }
  })
  if (layers.length === 0 && input.kind === 'file') return [{ value: {}, locate: async () => wholeFile(input.file) }]
  return layers.reverse()
}
