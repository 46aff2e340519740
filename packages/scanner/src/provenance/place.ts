import type { JsonObject, Location, Manifest, Path } from '../model.ts'

/** What a place has to do with a rendered field; reports turn it into a sentence. */
export type PlaceRole =
  /** The field itself, in a manifest. */
  | 'written'
  /** Text of a Helm template, or the action that prints the field. */
  | 'template'
  /** A literal inside an action: `default "x"`. */
  | 'literal'
  /** The `include` or `tpl` that the template's text came through. */
  | 'include'
  /** The key of a values file, or of inline values, that gave the field. */
  | 'values'
  /** A values key that is empty or missing now and would set the field. */
  | 'would-set'
  /** A values key that decided whether or what is written. */
  | 'decides'
  /** A patch of a kustomization. */
  | 'patch'
  /** An entry of `images`, `replicas`, `labels`, `namePrefix` and so on of a kustomization; `name` is the field. */
  | 'transformer'
  | 'generator'
  | 'replacement'
  /** The resource file of a kustomization. */
  | 'resource'
  /** A variable that Flux substitutes; `name` is the variable. */
  | 'substitution'

/** A place in the repository that sets, carries or decides a field of a rendered object. */
export interface SourcePlace extends Location {
  role: PlaceRole
  /** Values key (`image.tag`), field of the kustomization (`images`), variable: what the role's sentence names. */
  name?: string
}

/**
 * Where the fields of one rendered object come from: for each path the places, best one to edit first, then what it replaced or what led
 * there. Empty when nothing is known; a missing field gives the place of its deepest existing parent (precision `parent`).
 */
export interface Trace {
  /** @param parts for each path a text that its value holds and that is meant, as the tag of an image; nothing for the whole */
  places(paths: Path[], parts?: (string | undefined)[]): Promise<SourcePlace[][]>
}

/** A field of an object that was found in the repository, rendered or not: the way to the line behind a value written inline there. */
export interface FieldOf {
  manifest: Manifest
  path: Path
  /** A text in the field's value that is meant. */
  part?: string
}

/** A values file of the repository, or values that an Application or HelmRelease writes inline. Later ones win. */
export type ValuesInput =
  /** `file` relative to the root. */
  | { kind: 'file'; file: string }
  /** YAML text: `helm.values` of an Application, a value of a ConfigMap. */
  | { kind: 'text'; text: string; field: FieldOf }
  /** An object: `helm.valuesObject`, `spec.values`. */
  | { kind: 'object'; value: JsonObject; field: FieldOf }

/** One override of a value, as `--set key=value`, `--set-string` or `--set-file` take it. */
export interface ValueParameter {
  /** `set` splits at commas and knows types, as `helm --set` does; `file` gives the text of a repository file. */
  form: 'set' | 'string' | 'json' | 'literal' | 'file'
  key: string
  /** The value, or for `file` the file relative to the root. */
  value: string
  field?: FieldOf
}

/**
 * A kustomization that is built in place of the one written in a folder: that one with the fields that an Application or a Flux
 * Kustomization adds.
 */
export interface KustomizationEdit {
  kustomization: JsonObject
  /**
   * Where parts of it come from: the longest path that is a prefix of the one asked for counts; the rest of the path goes on in `field`.
   * A part under no entry is at the same path of the folder's own kustomization file.
   */
  origins: { path: Path; field: FieldOf }[]
}

/** Flux's `postBuild`: variables by name with the fields that give them. */
export interface Substitution {
  variables: Record<string, { value: string; field?: FieldOf }>
  /** Fail on a variable without value and default, as with the feature gate StrictPostBuildSubstitutions. */
  strict: boolean
}
