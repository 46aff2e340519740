import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../model.ts'
import { parseImage } from './reference.ts'

export interface NamedImage {
  registry: string
  repository: string
  tag?: string | undefined
  digest?: string | undefined
}

/** `registry/repository:tag`; with the digest only where no tag is written. */
export function layoutName({ registry, repository, tag, digest }: NamedImage): string {
  return `${registry}/${repository}${tag === undefined && digest !== undefined ? `@${digest}` : `:${tag ?? 'latest'}`}`
}

/** Parts of `reference=path`; undefined where one is missing. */
export function splitLayout(text: string): [reference: string, path: string] | undefined {
  const at = text.indexOf('=')
  return at <= 0 || at === text.length - 1 ? undefined : [text.slice(0, at), text.slice(at + 1)]
}

/**
 * Where images lie that are in no registry yet: absolute paths by layoutName.
 * @param layouts paths by reference
 * @throws UserError (2) for a reference that is none
 */
export function layoutFolders(layouts: Record<string, string> = {}): Map<string, string> {
  return new Map(
    Object.entries(layouts).map(([reference, folder]) => {
      const image = parseImage(reference)
      if (image === undefined || 'unresolved' in image)
        throw new UserError(`${reference} is no image reference: write registry/repository:tag.`)
      return [layoutName(image), folder]
    }),
  )
}

/** Images by what they lie here as. */
export interface LocalImages {
  /** Folders with an OCI layout, by layoutName. */
  layouts: Map<string, string>
  /** Texts of bills of materials, by layoutName. */
  sboms: Map<string, string>
}

/**
 * Looks what lies at the paths: a folder is an OCI layout, a `.json` file a bill of materials, any other file an archive of a layout, which is
 * unpacked below a folder.
 * @throws UserError (2) for what is not there, (3) for an archive that cannot be unpacked
 */
export function openLocalImages(paths: Map<string, string>, folder: string): LocalImages {
  const images: LocalImages = { layouts: new Map(), sboms: new Map() }
  for (const [name, path] of paths) {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined) throw new UserError(`There is no file or folder ${path}: --image-layout names where ${name} lies.`)
    if (stat.isDirectory()) images.layouts.set(name, path)
    else if (!stat.isFile()) throw new UserError(`${path} is neither a file nor a folder: --image-layout names where ${name} lies.`)
    else if (path.endsWith('.json')) images.sboms.set(name, readFileSync(path, 'utf8'))
    else images.layouts.set(name, unpacked(path, join(folder, `layout-${images.layouts.size}`)))
  }
  return images
}

/** Sentences about what was looked into in place of what registries have, and about layouts that nothing needed. Sorted. */
export function layoutNotes(layouts: Map<string, string>, isUsed: (name: string) => boolean): string[] {
  return [...layouts]
    .map(([name, path]) => {
      if (!isUsed(name)) return `${unneeded}${name}.`
      const what = path.endsWith('.json') ? 'a bill of materials' : 'an image that was built here'
      return `${name}: ${what} was looked at in place of what the registry has.`
    })
    .sort()
}

const unneeded = 'Nothing that was looked at runs an image that was given as a layout: '
/** As notes are translated. */
const unneededInKorean = '레이아웃으로 지정했지만 실행하는 곳이 없는 이미지: '

/** True for a note about a layout that nothing needed, in any language: of a whole it holds only where it holds of every part. */
export function isUnneeded(note: string): boolean {
  return note.startsWith(unneeded) || note.startsWith(unneededInKorean)
}

function unpacked(archive: string, folder: string): string {
  mkdirSync(folder)
  try {
    execFileSync('tar', ['-xf', archive, '-C', folder], { stdio: ['ignore', 'ignore', 'pipe'] })
  } catch (cause) {
    throw new UserError(`${archive} is no archive that tar can unpack: write an OCI layout, e.g. with \`docker save\`.`, {
      exitCode: 3,
      cause,
    })
  }
  return folder
}
