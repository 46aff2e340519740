import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { isJsonObject, listOf } from '../json.ts'
import { type Json, type JsonObject, type Path, type Rule, UserError } from '../model.ts'
import { suggestion } from '../nearest.ts'
import { locate, readDocuments } from '../parse/index.ts'
import { type Config, configSchema } from './config.ts'
import { pathProblem } from './field-paths.ts'

export interface ConfigProblem {
  /** 1-based. */
  line: number
  message: string
}

const ajvOptions = { allErrors: true, verbose: true, strict: false }

interface Fault {
  path: Path
  message: string
}

/** Checks the text of a configuration: YAML, schema, rule ids, parameters. Gives all problems, in the order of their lines. */
export function validateConfig(text: string, rules: Rule[] | undefined): { config: Partial<Config>; problems: ConfigProblem[] } {
  const { documents, problems } = readDocuments(text)
  if (problems.length > 0) return { config: {}, problems: problems.map(({ line, message }) => ({ line, message })) }
  const document = documents[0]
  if (document === undefined) return { config: {}, problems: [] }
  const { value } = document
  if (!isJsonObject(value))
    return { config: {}, problems: [{ line: document.startLine, message: 'The configuration must be a mapping of keys to values.' }] }
  if (documents.length > 1)
    return {
      config: {},
      problems: [{ line: documents[1]!.startLine, message: 'The configuration must be one document: remove what follows.' }],
    }

  // our own schema is valid, and proving that costs more than all the rest
  const validate = new Ajv2020({ ...ajvOptions, validateSchema: false }).compile(configSchema)
  const faults = validate(value) ? [] : (validate.errors ?? []).map((error) => schemaFault(error))
  faults.push(...imagePathFaults(value))
  if (rules !== undefined) faults.push(...ruleFaults(value, rules, new Ajv2020(ajvOptions)))
  const places = locate(
    text,
    faults.map(({ path }) => ({ document: document.index, path })),
  )
  const listed = faults.map(({ message }, index) => ({ line: places[index]?.region.startLine ?? document.startLine, message }))
  return { config: value as unknown as Partial<Config>, problems: listed.sort((a, b) => a.line - b.line) }
}

function schemaFault(error: ErrorObject): Fault {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer)
  const name = path.join('.') || 'the configuration'
  if (error.keyword === 'additionalProperties') {
    const key = String(error.params.additionalProperty)
    const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {})
    return { path: [...path, key], message: `${key} is not a key of ${name}; the keys are ${known.join(', ')}.${suggestion(key, known)}` }
  }
  if (error.keyword === 'enum') {
    const allowed = (error.params.allowedValues as Json[]).map(String)
    return {
      path,
      message: `${name} is ${JSON.stringify(error.data)}, but must be one of ${allowed.join(', ')}.${suggestion(String(error.data), allowed)}`,
    }
  }
  const hint = error.keyword === 'pattern' && path.at(-1) === 'kubernetesVersion' ? ' Write a version such as "1.34".' : ''
  const quote = error.keyword === 'type' && path.at(-1) === 'kubernetesVersion' ? ' Put it in quotes, e.g. "1.30".' : ''
  return { path, message: `${name} ${error.message ?? 'is not valid'}.${hint}${quote}` }
}

function imagePathFaults({ images }: JsonObject): Fault[] {
  const paths = isJsonObject(images) ? listOf(images.paths) : []
  return paths.flatMap((entry, index): Fault[] => {
    if (!isJsonObject(entry) || typeof entry.path !== 'string') return []
    const problem = pathProblem(entry.path)
    const path = ['images', 'paths', index, 'path']
    return problem === undefined ? [] : [{ path, message: `${path.join('.')} is ${JSON.stringify(entry.path)}: ${problem}` }]
  })
}

function ruleFaults(value: JsonObject, rules: Rule[], ajv: Ajv2020): Fault[] {
  if (!isJsonObject(value.rules)) return []
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  return Object.entries(value.rules).flatMap(([id, settings]): Fault[] => {
    const rule = byId.get(id)
    if (rule === undefined)
      return [{ path: ['rules', id], message: `There is no rule ${id}: \`policy-gate rules\` lists them.${suggestion(id, byId.keys())}` }]
    if (!isJsonObject(settings) || !isJsonObject(settings.params)) return []
    return Object.entries(settings.params).flatMap(([name, given]): Fault[] => {
      const path = ['rules', id, 'params', name]
      const parameter = rule.params[name]
      const known = Object.keys(rule.params)
      if (parameter === undefined)
        return [
          {
            path,
            message: `${name} is not a parameter of ${id}; ${known.length > 0 ? `its parameters are ${known.join(', ')}.${suggestion(name, known)}` : 'it has none.'}`,
          },
        ]
      if (fits(ajv, parameter.schema, given)) return []
      return (ajv.errors ?? []).map((error) => ({
        path,
        message: `${name} of ${id} ${error.instancePath.slice(1)} ${error.message ?? 'is not valid'}: ${parameter.description}`.replaceAll(
          '  ',
          ' ',
        ),
      }))
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

function unescapePointer(part: string): string | number {
  const text = part.replaceAll('~1', '/').replaceAll('~0', '~')
  return /^\d+$/.test(text) ? Number(text) : text
}
