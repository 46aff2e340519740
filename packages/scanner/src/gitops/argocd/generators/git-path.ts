import { posix } from 'node:path'
import type { JsonObject } from '../../../model.ts'
import { unknownCommit } from '../environment.ts'

/**
 * The parameters that a git generator gives for a folder, and for a file in it: nested below `path` with goTemplate, else flat
 * (`path.basename`, `path[0]`).
 */
export function pathParameters(folder: string, options: { file?: string; prefix: string; goTemplate: boolean }): JsonObject {
  const { file, prefix, goTemplate } = options
  const segments = folder.split('/')
  const path = {
    path: folder,
    basename: posix.basename(folder),
    basenameNormalized: normalizedName(posix.basename(folder)),
    ...(file === undefined ? {} : { filename: file, filenameNormalized: normalizedName(file) }),
  }
  if (goTemplate) {
    const parameters = { path: { ...path, segments }, commitSHA: unknownCommit }
    return prefix === '' ? parameters : { [prefix]: parameters }
  }
  const name = prefix === '' ? 'path' : `${prefix}.path`
  const { path: whole, ...members } = path
  return {
    [prefix === '' ? 'commitSHA' : `${prefix}.commitSHA`]: unknownCommit,
    [name]: whole,
    ...Object.fromEntries(Object.entries(members).map(([key, value]) => [`${name}.${key}`, value])),
    ...Object.fromEntries(segments.map((segment, i) => [`${name}[${i}]`, segment])),
  }
}

/** A text as the name of an object: lower case, other characters than `a-z0-9.-` as hyphens, none of them at the ends, 253 at most. */
export function normalizedName(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^-a-z0-9.]/gu, '-')
    .slice(0, 253)
    .replace(/^[-.]+|[-.]+$/g, '')
}
