import { type Builtin, fail, membersOperand, objectOperand } from './operands.ts'
import { RegoObject, RegoSet, sameTerm, type Term } from './terms.ts'

/** `object.subset(super, sub)` of two objects, sets or arrays, or an array and a set (`v1/topdown/subset.go`). */
const subset: Builtin = (a, b) => {
  if (a instanceof RegoObject && b instanceof RegoObject) return objectSubset(a, b)
  if (a instanceof RegoSet && b instanceof RegoSet) return b.items.every((item) => a.has(item))
  if (Array.isArray(a) && Array.isArray(b)) return arraySubset(a, b)
  if (Array.isArray(a) && b instanceof RegoSet) return arraySetSubset(a, b)
  return fail('both arguments object.subset must be of the same type or array and set')
}

function objectSubset(larger: RegoObject, smaller: RegoObject): boolean {
  return smaller.entries.every(([key, value]) => {
    const other = larger.get(key)
    if (other === undefined) return false
    if (sameTerm(value, other)) return true
    if (value instanceof RegoObject && other instanceof RegoObject) return objectSubset(other, value)
    if (value instanceof RegoSet && other instanceof RegoSet) return value.items.every((item) => other.has(item))
    return Array.isArray(value) && Array.isArray(other) && arraySubset(other, value)
  })
}

/** Whether the smaller array stands in the larger one, its items side by side; OPA's search, which does not go back after a near miss. */
function arraySubset(larger: Term[], smaller: Term[]): boolean {
  if (smaller.length > larger.length) return false
  let start = 0
  let matched = 0
  while (matched < smaller.length) {
    const item = larger[start + matched]
    if (item === undefined) return false
    if (sameTerm(item, smaller[matched] as Term)) matched++
    else {
      start++
      matched = 0
    }
  }
  return true
}

/** As OPA counts: an item that the array has twice counts twice. */
function arraySetSubset(larger: Term[], smaller: RegoSet): boolean {
  let unmatched = smaller.items.length
  return larger.some((item) => {
    if (smaller.has(item)) unmatched--
    return unmatched === 0
  })
}

/** `graph.reachable_paths(graph, initial)`: every path from the initial nodes to a node without edges (`v1/topdown/reachable.go`). */
const reachablePaths: Builtin = (edges, initial) => {
  const graph = objectOperand(edges, 1)
  const paths: Term[] = []
  for (const node of membersOperand(initial, 2)) {
    const neighbours = graph.get(node)
    if (neighbours === undefined) continue
    const next = vertices(neighbours)
    if (next.length === 0) paths.push([node])
    for (const neighbour of next) walk(graph, neighbour, [node], paths)
  }
  return new RegoSet(paths)
}

function walk(graph: RegoObject, node: Term, path: Term[], paths: Term[]): void {
  const edges = graph.get(node)
  if (edges === undefined) {
    paths.push(path)
    return
  }
  const extended = [...path, node]
  const next = vertices(edges)
  if (next.length === 0) paths.push(extended)
  for (const neighbour of next) {
    if (extended.some((passed) => sameTerm(passed, neighbour))) paths.push(extended)
    else walk(graph, neighbour, extended, paths)
  }
}

function vertices(term: Term): Term[] {
  if (term instanceof RegoSet) return term.items
  return Array.isArray(term) ? term : []
}

export const objectBuiltins: Record<string, Builtin> = { 'object.subset': subset, 'graph.reachable_paths': reachablePaths }
