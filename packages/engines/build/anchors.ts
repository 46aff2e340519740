import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { kustomizeRecording } from './kustomize-anchors.ts'

/** A piece of a vendored file, and what stands there instead. */
export interface Replacement {
  file: string
  /** Must occur exactly once. */
  anchor: string
  text: string
}

const engine = 'helm.sh/helm/v4/pkg/engine'

/** Where Helm's template engine tells a recorder what it does; the functions that are called stand in recording.go of the stand-ins. */
const recording: Replacement[] = [
  {
    file: `${engine}/engine.go`,
    anchor: '\t\tvar buf strings.Builder\n\t\tif v, ok := includedNames[name]; ok {',
    text: '\t\tbuf := open()\n\t\tif v, ok := includedNames[name]; ok {',
  },
  {
    file: `${engine}/engine.go`,
    anchor: 't.ExecuteTemplate(&buf, name, data)\n\t\tincludedNames[name]--\n\t\treturn buf.String(), err',
    text: 't.ExecuteTemplate(buf, name, data)\n\t\tincludedNames[name]--\n\t\treturn closed(buf), err',
  },
  {
    file: `${engine}/engine.go`,
    anchor: '\t\tvar buf strings.Builder\n\t\tif err := t.Execute(&buf, vals); err != nil {',
    text: '\t\tparsed(t, "", tpl)\n\t\tbuf := open()\n\t\tif err := t.Execute(buf, vals); err != nil {',
  },
  {
    file: `${engine}/engine.go`,
    anchor: '\t\treturn strings.ReplaceAll(buf.String(), "<no value>", ""), nil',
    text: '\t\treturn closedFilled(buf), nil',
  },
  { file: `${engine}/engine.go`, anchor: '\tt.Funcs(funcMap)\n}', text: '\tt.Funcs(functions(funcMap))\n}' },
  { file: `${engine}/engine.go`, anchor: '\tkeys := sortTemplates(tpls)\n', text: '\tkeys := sortTemplates(tpls)\n\tbegin(tpls)\n' },
  {
    file: `${engine}/engine.go`,
    anchor: 'cleanupParseError(filename, err)\n\t\t}\n',
    text: 'cleanupParseError(filename, err)\n\t\t}\n\t\tparsed(t, filename, r.tpl)\n',
  },
  {
    file: `${engine}/engine.go`,
    anchor: '\t\tvar buf strings.Builder\n\t\tif err := t.ExecuteTemplate(&buf, filename, vals); err != nil {',
    text: '\t\tbuf := open()\n\t\tif err := t.ExecuteTemplate(buf, filename, vals); err != nil {',
  },
  {
    file: `${engine}/engine.go`,
    anchor: 'rendered[filename] = strings.ReplaceAll(buf.String(), "<no value>", "")',
    text: 'rendered[filename] = closedFilled(buf)',
  },
  {
    file: `${engine}/files.go`,
    anchor: '\treturn string(f.GetBytes(name))',
    text: '\tcontent := f.GetBytes(name)\n\treturn fileText(content, string(content))',
  },
  {
    file: `${engine}/files.go`,
    anchor: 'm[path.Base(k)] = string(v)\n\t}\n\n\treturn toYAML(m)',
    text: 'm[path.Base(k)] = fileText(v, string(v))\n\t}\n\n\treturn printedFiles(m)',
  },
  {
    file: `${engine}/files.go`,
    anchor: 'base64.StdEncoding.EncodeToString(v)\n\t}\n\n\treturn toYAML(m)',
    text: 'fileText(v, base64.StdEncoding.EncodeToString(v))\n\t}\n\n\treturn printedFiles(m)',
  },
  {
    file: `${engine}/files.go`,
    anchor: '\treturn strings.Split(s, "\\n")',
    text: '\treturn fileLines(f[path], strings.Split(s, "\\n"))',
  },
]

const draft = 'github.com/santhosh-tekuri/jsonschema/v6/draft.go'

/** The metaschemas of five drafts are compiled in every instance: now those of a draft when a schema of it is read. */
const metaschemas: Replacement[] = [
  { file: draft, anchor: 'func init() {', text: 'func (d *Draft) load() {\n\tif d.sch != nil {\n\t\treturn\n\t}' },
  { file: draft, anchor: 'for _, d := range []*Draft{Draft4, Draft6, Draft7, Draft2019, Draft2020} {', text: '{' },
  {
    file: draft,
    anchor: 'vocabs := d.activeVocabs(assertVocabs, vocabularies)',
    text: 'd.draft.load()\n\tvocabs := d.activeVocabs(assertVocabs, vocabularies)',
  },
]

/**
 * Puts the calls of the recorders into the vendored Helm and Kustomize, and moves what need not run at every start to its first use. Throws
 * when an anchor is gone or stands twice: then a new version has to be read before it is built.
 * @param folder of the engines' sources, with `vendor`
 */
export function replaceAnchors(folder: string): void {
  for (const { file, anchor, text } of [...recording, ...kustomizeRecording(), ...metaschemas]) {
    const path = join(folder, 'vendor', file)
    const source = readFileSync(path, 'utf8')
    const count = source.split(anchor).length - 1
    if (count !== 1) throw new Error(`${file}: the anchor ${JSON.stringify(anchor)} stands there ${count} times, once was expected`)
    writeFileSync(
      path,
      source.replace(anchor, () => text),
    )
  }
}
