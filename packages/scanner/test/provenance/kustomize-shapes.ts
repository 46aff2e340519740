import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, 'kustomize-shapes')

/** Small kustomizations by name, each the files of a repository whose root to build is `overlay`. Files start with `-- path --`. */
export function shapes(): Map<string, Record<string, string>> {
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name.replace(/\.txt$/, ''), unpacked(readFileSync(join(folder, name), 'utf8'))]),
  )
}

function unpacked(text: string): Record<string, string> {
  const [, ...parts] = text.split(/^-- (.+) --\n/m)
  const names = parts.filter((_, i) => i % 2 === 0)
  return Object.fromEntries(names.map((name, i) => [name, parts[2 * i + 1]!]))
}
