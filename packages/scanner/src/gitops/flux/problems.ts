import type { SourceFiles } from '../../files.ts'
import type { Manifest, NotEvaluated } from '../../model.ts'
import { locateFields } from '../../provenance/fields.ts'
import type { Problem, Unresolved } from './model.ts'

/** The problems of a Flux object at the lines of the fields that lead to them. `unit` is left empty. */
export async function locateProblems(problems: Problem[], manifest: Manifest, sources: SourceFiles): Promise<NotEvaluated[]> {
  if (problems.length === 0) return []
  const places = await locateFields(
    problems.map(({ path }) => ({ manifest, path })),
    sources,
  )
  return problems.map(({ reason, message }, i) => {
    const { file, startLine, startColumn, precision } = places[i]!
    return { file, unit: '', reason, message, ...(precision === 'file' ? {} : { line: startLine, column: startColumn }) }
  })
}

/** A source that lies outside of this repository; credentials in its URL are left out. */
export function remoteSource(name: string, url: string): Unresolved {
  const shown = url.replace(/(\/\/)[^/@]*@/, '$1')
  return {
    reason: 'remote-source',
    message: `${name} is at ${shown}, outside of this repository, so what it holds was not judged: map the URL to a folder that holds it (vendored, submodule, second checkout) with \`repositories:\` in .policy-gate/config.yaml.`,
  }
}

/** An object that none of the cluster's files defines. */
export function missingObject(name: string, consequence: string): Unresolved {
  return {
    reason: 'unresolved-reference',
    message: `${name} is not among the objects that this repository deploys to the cluster, ${consequence}`,
  }
}
