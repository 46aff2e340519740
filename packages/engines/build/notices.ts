import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Names, versions and licences of what is linked into the engines, as Markdown: every vendored module and Go's own library. Modules under
 * the same text stand together.
 * @param folder sources that were prepared, with `vendor`
 * @param goroot of the toolchain that builds
 */
export function engineNotices(folder: string, goroot: string): string {
  const modules = readFileSync(join(folder, 'vendor/modules.txt'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, name, version] = /^# (\S+) (v\S+)$/.exec(line) ?? []
      return name === undefined ? [] : [{ name: `${name} ${version}`, texts: licences(join(folder, 'vendor', name)) }]
    })
  const all = [...modules, { name: 'Go standard library', texts: licences(goroot) }]
  const byText = Map.groupBy(
    all.flatMap(({ name, texts }) => texts.map((text) => ({ name, text }))),
    ({ text }) => text,
  )
  const sections = [...byText].map(([text, users]) => ({ names: users.map(({ name }) => name).sort(), text }))
  sections.sort((a, b) => (a.names[0]! < b.names[0]! ? -1 : 1))
  const parts = sections.map(({ names, text }) => `## ${names.join(', ')}\n\n\`\`\`\n${text}\n\`\`\`\n`)
  return `# Third-party software inside the engines\n\n${parts.join('\n')}`
}

function licences(folder: string): string[] {
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)(\.|$)/i.test(name))
  return files.sort().map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
}
