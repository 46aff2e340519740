import { Ajv2020 } from 'ajv/dist/2020.js'
import { type Fault, schemaFault } from '../documents/schema-fault.ts'
import { documentTexts } from '../documents/texts.ts'
import { formatPath, isJsonObject, listOf } from '../json.ts'
import { type Json, type JsonObject, type Language, type Path, type Rule, UserError } from '../model.ts'
import { nearest } from '../nearest.ts'
import { locate, readDocuments } from '../parse/index.ts'
import { isRepositoryPattern, patternProblem } from '../pattern.ts'
import { type Config, configSchema } from './config.ts'
import { pathProblem } from './field-paths.ts'
import { writtenLanguage } from './language.ts'
import { type ConfigTexts, configTexts } from './texts.ts'

export interface ConfigProblem {
  /** 1-based. */
  line: number
  message: string
}

export interface ConfigCheck {
  /** The rules there are; without them what the file says about rules is not checked. */
  rules?: Rule[] | undefined
  /** Default: the language that the text asks for. */
  language?: Language | undefined
}

const ajvOptions = { allErrors: true, verbose: true, strict: false }

/** Checks the text of a configuration: YAML, schema, rule ids, parameters. Gives all problems, in the order of their lines. */
export function validateConfig(
  text: string,
  { rules, language = writtenLanguage(text) ?? 'en' }: ConfigCheck,
): { config: Partial<Config>; problems: ConfigProblem[] } {
  const words = configTexts[language]
  const { documents, problems } = readDocuments(text)
  if (problems.length > 0) return { config: {}, problems: problems.map(({ line, message }) => ({ line, message })) }
  const [document, second] = documents
  if (document === undefined) return { config: {}, problems: [] }
  const { value } = document
  if (!isJsonObject(value)) return { config: {}, problems: [{ line: document.startLine, message: words.notMapping }] }
  if (second !== undefined) return { config: {}, problems: [{ line: second.startLine, message: words.oneDocument }] }

  // our own schema is valid, and proving that costs more than all the rest
  const validate = new Ajv2020({ ...ajvOptions, validateSchema: false }).compile(configSchema)
  const form = {
    words: documentTexts[language],
    name: words.name,
    example: (path: Path) => examples[formatPath(path.filter((key) => typeof key === 'string'))],
  }
  const faults = validate(value) ? [] : (validate.errors ?? []).map((error) => schemaFault(error, form))
  faults.push(...imagePathFaults(value, words), ...imageExcludeFaults(value, words))
  if (rules !== undefined) faults.push(...ruleFaults(value, rules, { ajv: new Ajv2020(ajvOptions), language }))
  const places = locate(
    text,
    faults.map(({ path }) => ({ document: document.index, path })),
  )
  const listed = faults.map(({ message }, index) => ({ line: places[index]?.region.startLine ?? document.startLine, message }))
  return { config: value as unknown as Partial<Config>, problems: listed.sort((a, b) => a.line - b.line) }
}

/** How values are written that have a form of their own. */
const examples: Record<string, string> = { kubernetesVersion: '"1.34"', 'images.platforms': '"linux/amd64"' }

function imagePathFaults({ images }: JsonObject, words: ConfigTexts): Fault[] {
  const paths = isJsonObject(images) ? listOf(images.paths) : []
  return paths.flatMap((entry, index): Fault[] => {
    if (!isJsonObject(entry) || typeof entry.path !== 'string') return []
    const problem = pathProblem(entry.path)
    const path = ['images', 'paths', index, 'path']
    return problem === undefined ? [] : [{ path, message: words.imagePath(formatPath(path), JSON.stringify(entry.path), problem) }]
  })
}

/** The same patterns as in the scope of a waiver: names of repositories come from the change, so that matching them takes bounded time. */
function imageExcludeFaults({ images }: JsonObject, words: ConfigTexts): Fault[] {
  const patterns = isJsonObject(images) ? listOf(images.exclude) : []
  return patterns.flatMap((pattern, index): Fault[] => {
    if (typeof pattern !== 'string' || (patternProblem(pattern) !== 'syntax' && isRepositoryPattern(pattern))) return []
    const path = ['images', 'exclude', index]
    return [{ path, message: words.imageExclude(formatPath(path), JSON.stringify(pattern)) }]
  })
}

function ruleFaults(value: JsonObject, rules: Rule[], { ajv, language }: { ajv: Ajv2020; language: Language }): Fault[] {
  if (!isJsonObject(value.rules)) return []
  const words = configTexts[language]
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  return Object.entries(value.rules).flatMap(([id, settings]): Fault[] => {
    const rule = byId.get(id)
    if (rule === undefined) return [{ path: ['rules', id], message: words.noRule(id, nearest(id, byId.keys())) }]
    if (!isJsonObject(settings) || !isJsonObject(settings.params)) return []
    return Object.entries(settings.params).flatMap(([name, given]): Fault[] => {
      const path = ['rules', id, 'params', name]
      const parameter = rule.params[name]
      const known = Object.keys(rule.params)
      if (parameter === undefined) return [{ path, message: words.noParameter(id, name, known, nearest(name, known)) }]
      if (fits(ajv, parameter.schema, given)) return []
      return (ajv.errors ?? []).map((error) => {
        const fault = schemaFault(error, { words: documentTexts[language], name, within: path })
        return { ...fault, message: `${fault.message}${words.about(id, parameter.description)}` }
      })
    })
  })
}

/** @throws UserError when the schema, which comes from the METADATA of a rule, is none */
function fits(ajv: Ajv2020, schema: JsonObject, value: Json): boolean {
  try {
    return ajv.validate(schema, value) as boolean
  } catch (cause) {
    throw new UserError(`A parameter of a rule has a schema that is not valid (${(cause as Error).message}): correct its METADATA.`, {
      cause,
    })
  }
}
