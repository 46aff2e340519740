import { isBlocking } from '../../blocking.ts'
import { loadConfig } from '../../config/load.ts'
import { findRoot } from '../../discover/root.ts'
import type { PlannedUnit, UnitSource } from '../../discover/sources.ts'
import type { UnitMode } from '../../discover/units.ts'
import { cacheOf } from '../../engines/cache.ts'
import { openFiles } from '../../files.ts'
import { overlookedDefinitions } from '../../gitops/overlooked.ts'
import type { Language, NotEvaluated, Unit } from '../../model.ts'
import { planDeployment } from '../../plan.ts'
import { jsonText } from '../../report/json-text.ts'
import { strings } from '../../report/strings.ts'
import { type UnitEntry, unitTree, unitTreeLines, unitTreeMermaid, unresolvedLines } from '../../report/unit-tree.ts'
import { neutraliseCommands, visible } from '../../sanitize.ts'
import { translatedGaps } from '../../translation/translation.ts'
import { type CommandSpec, cacheOptions, placeOptions, unitOptions } from '../options.ts'
import { progressLine } from '../progress.ts'

export const units: CommandSpec = {
  name: 'units',
  summary: 'Show what would be deployed, as a tree: ApplicationSets, Applications, charts, overlays, folders.',
  positionals: '[paths..]',
  options: {
    format: { type: 'string', short: 'f', choices: ['text', 'json', 'mermaid'], description: 'Form of the tree.' },
    ...unitOptions,
    ...placeOptions,
  },
  async run(args, io) {
    const root = args.text('root')
    const place = findRoot(args.positionals, { cwd: io.cwd, ...(root === undefined ? {} : { root }) })
    const sources = openFiles(place.root)
    const asked = args.text('lang') as Language | undefined
    const config = await loadConfig({ root: place.root, sources, language: asked })
    const language = asked ?? config.language
    const progress = progressLine(io)
    const mode = (args.text('unit') ?? 'auto') as UnitMode
    const deadlineMs = config.evaluationTimeout * 1000
    const plan = await planDeployment({ ...place, sources, config, deadlineMs, unit: mode, cache: cacheOf(cacheOptions(args, io.cwd)) })
    const entries: UnitEntry[] = []
    const notEvaluated = [...plan.notEvaluated]
    try {
      for await (const { unit, found } of plan.renderer.render(plan.units)) {
        notEvaluated.push(...(await overlookedDefinitions(found.manifests, { isFollowed: plan.followed.has(unit.id), sources })))
        progress.update({ step: 'read', done: entries.length, total: plan.units.length })
        notEvaluated.push(...found.notEvaluated)
        if (found.manifests.length > 0 || found.notEvaluated.length > 0 || unit.definedBy !== undefined)
          entries.push(entry(unit, found.manifests.length))
      }
    } finally {
      progress.clear()
      await plan.renderer.close()
    }
    entries.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    const told = await translatedGaps(notEvaluated, language)
    io.out(output(args.text('format') ?? 'text', { entries, notEvaluated: told, language }))
    return notEvaluated.some(isBlocking) ? 3 : 0
  },
}

function entry(unit: PlannedUnit, objects: number): UnitEntry {
  const { sources, namespace: _namespace, definedBy: _definedBy, ...reported } = unit
  return { ...(reported satisfies Unit), rendersFrom: sources.map(sourceText), objects }
}

function sourceText(source: UnitSource): string {
  if (source.source === 'kustomization') return `kustomize ${source.folder}`
  if (source.source === 'chart') {
    const values = source.values.map((input) => (input.kind === 'file' ? input.file : `values of ${input.field.manifest.ref.name}`))
    return ['helm', source.chart.folder, ...values.map((file) => `-f ${file}`)].join(' ')
  }
  const [first, ...others] = source.files
  return others.length === 0 ? (first ?? 'no files') : `${source.files.length} files`
}

function output(format: string, found: { entries: UnitEntry[]; notEvaluated: NotEvaluated[]; language: Language }): string {
  const { entries, notEvaluated, language } = found
  if (format === 'json') return jsonText({ units: entries, notEvaluated })
  const tree = unitTree(entries)
  if (format === 'mermaid') return neutraliseCommands(unitTreeMermaid(tree))
  const words = strings[language]
  const objects = entries.reduce((sum, unit) => sum + unit.objects, 0)
  const unresolved = unresolvedLines(notEvaluated, words)
  const lines = [
    ...(entries.length === 0 ? [words.noUnits] : [...unitTreeLines(tree, words), '', words.unitTotal(entries.length, objects)]),
    ...(unresolved.length === 0 ? [] : ['', `${words.notEvaluated} (${notEvaluated.length})`, ...unresolved.map((line) => `  ${line}`)]),
  ]
  return `${neutraliseCommands(lines.map(visible).join('\n'))}\n`
}
