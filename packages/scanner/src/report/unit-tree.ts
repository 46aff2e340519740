import type { NotEvaluated, Unit } from '../model.ts'
import { visible } from '../sanitize.ts'
import type { Strings } from './strings.ts'

/** A unit with what it holds. */
export interface UnitEntry extends Unit {
  /** What it is rendered from, in words: `kustomize deploy/overlays/prod`. */
  rendersFrom: string[]
  /** Number of objects. */
  objects: number
}

/** A unit or an ApplicationSet, and what it leads to. */
export interface UnitNode {
  name: string
  /** Undefined for an ApplicationSet. */
  unit?: UnitEntry
  children: UnitNode[]
}

/** The units by what defines them: file units at the top, below each the ApplicationSets, Applications and Flux objects that it holds. */
export function unitTree(units: UnitEntry[]): UnitNode[] {
  const known = new Set(units.map(({ id }) => id))
  const byParent = Map.groupBy(units, ({ parent }) => (parent !== undefined && known.has(parent) ? parent : ''))
  const build = (parent: string): UnitNode[] => {
    const members = byParent.get(parent) ?? []
    const node = (unit: UnitEntry): UnitNode => ({ name: unit.id, unit, children: build(unit.id) })
    const sets = Map.groupBy(
      members.filter(({ applicationSet }) => applicationSet !== undefined),
      ({ applicationSet }) => `applicationset/${applicationSet}`,
    )
    return [
      ...members.filter(({ applicationSet }) => applicationSet === undefined).map(node),
      ...[...sets].map(([name, generated]) => ({ name, children: generated.map(node) })),
    ].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  }
  return build('')
}

/** Objects of a node and of all below it. */
function total(node: UnitNode): number {
  return (node.unit?.objects ?? 0) + node.children.reduce((sum, child) => sum + total(child), 0)
}

/** The tree as lines: name, what it renders from, environment, number of objects. */
export function unitTreeLines(tree: UnitNode[], { notResolved, suspended }: Pick<Strings, 'notResolved' | 'suspended'>): string[] {
  const rows: { left: string; from: string; environment: string; objects: string }[] = []
  const visit = (node: UnitNode, first: string, next: string): void => {
    const { unit } = node
    rows.push({
      left: `${first}${node.name}`,
      from: unit === undefined ? '' : unit.rendersFrom.join(' + ') || `(${notResolved})`,
      environment: [unit?.environment ?? '', ...(unit?.suspended === true ? [`(${suspended})`] : [])]
        .filter((part) => part !== '')
        .join(' '),
      objects: unit === undefined ? `(${total(node)})` : String(unit.objects),
    })
    for (const [i, child] of node.children.entries()) {
      const last = i === node.children.length - 1
      visit(child, `${next}${last ? '└─ ' : '├─ '}`, `${next}${last ? '   ' : '│  '}`)
    }
  }
  for (const node of tree) visit(node, '', '')
  const width = (key: keyof (typeof rows)[number]) => Math.max(0, ...rows.map((row) => row[key].length))
  const [left, from, environment, objects] = [width('left'), width('from'), width('environment'), width('objects')]
  return rows.map((row) =>
    `${row.left.padEnd(left)}  ${row.objects.padStart(objects)}  ${row.environment.padEnd(environment)}  ${row.from.padEnd(from)}`.trimEnd(),
  )
}

/** The tree as a Mermaid flowchart, for pages that draw it. */
export function unitTreeMermaid(tree: UnitNode[]): string {
  const lines = ['flowchart LR']
  let count = 0
  const label = (text: string) => visible(text).replace(/["<>&#]/g, (character) => `#${character.codePointAt(0)};`)
  const visit = (node: UnitNode, parent: string | undefined): void => {
    const id = `n${count++}`
    const objects = node.unit === undefined ? '' : `<br/>${node.unit.objects} objects`
    const [open, close] = node.unit === undefined ? ['{{', '}}'] : ['[', ']']
    lines.push(`  ${id}${open}"${label(node.name)}${objects}"${close}`)
    if (parent !== undefined) lines.push(`  ${parent} --> ${id}`)
    for (const child of node.children) visit(child, id)
    for (const from of node.unit?.rendersFrom ?? []) {
      const source = `n${count++}`
      lines.push(`  ${source}("${label(from)}")`, `  ${id} -.-> ${source}`)
    }
  }
  for (const node of tree) visit(node, undefined)
  return `${lines.join('\n')}\n`
}

/** What was not resolved, a line for each place and reason. */
export function unresolvedLines(notEvaluated: NotEvaluated[], words: Pick<Strings, 'alike' | 'reason'>): string[] {
  const groups = Map.groupBy(notEvaluated, ({ file, line, reason, unit }) =>
    JSON.stringify([file, line, reason, line === undefined ? unit : '']),
  )
  return [...groups.values()].map((group) => {
    const { file, line, unit, reason, message } = group[0]!
    const place = [file, ...(line === undefined ? [] : [line])].join(':') || unit
    const more = group.length === 1 ? '' : ` (${words.alike(group.length - 1)})`
    return `${place}  ${words.reason[reason]}: ${message}${more}`
  })
}
