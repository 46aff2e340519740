import { UserError } from '../../packages/scanner/src/model.ts'

/** The version of a tag `v1.2.3`. @throws UserError (2) for another tag: pre-releases are not made */
export function versionOfTag(tag: string): string {
  const [, version] = /^v((?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*))$/.exec(tag) ?? []
  if (version === undefined) throw new UserError(`"${tag}" is no tag of a release: write it as v1.2.3.`)
  return version
}

/**
 * Compares a tag with every place that names the version.
 * @param places names of the places and what they say
 * @throws UserError (2) that lists those which say something else
 */
export function requireVersion(version: string, places: Record<string, string>): void {
  const wrong = Object.entries(places).filter(([, said]) => said !== version)
  if (wrong.length > 0)
    throw new UserError(`The tag says ${version}, but ${wrong.map(([place, said]) => `${place} says ${said}`).join(', ')}.`)
}
