import type { JsonObject, Manifest, Path } from '../../../model.ts'
import type { ArgoContext } from '../context.ts'
import type { TemplateJob } from '../engine.ts'
import type { Repositories } from '../repository.ts'

/** Parameters of one Application. */
export interface ParameterSet {
  values: JsonObject
  /** The element of a list generator, in the ApplicationSet. */
  element?: Path
}

/** What generators of an ApplicationSet may use. */
export interface GeneratorScope {
  applicationSet: Manifest
  goTemplate: boolean
  goTemplateOptions: string[]
  context: ArgoContext
  repositories: Repositories
  /** Rejects with TemplateError. */
  ask<T>(job: TemplateJob): Promise<T>
}

/**
 * Gives the parameter sets of one generator. Throws Gap for what it cannot know, and TemplateError for a fault of a template.
 * @param fields of the generator, with parameters of an earlier one filled in
 * @param path of the generator in the ApplicationSet
 */
export type Generator = (fields: JsonObject, path: Path, scope: GeneratorScope) => Promise<ParameterSet[]>
