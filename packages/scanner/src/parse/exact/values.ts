import { type Document, isAlias, isMap, isScalar, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Json, JsonObject } from '../../model.ts'
import { tooManyAliases } from '../limits.ts'
import { setProperty } from '../objects.ts'
import type { Positions, RawDocument, Span } from '../positions.ts'
import { TextProblem } from '../problems.ts'
import { type Resolved, resolvePlain, string } from '../resolution.ts'
import { collectionTagProblem, resolveTagged } from '../tags.ts'
import { blockScalarText } from './block-scalar.ts'
import { checkFlowKey, checkFlowScalar } from './flow-style.ts'
import { merge } from './merge.ts'
import { checkQuoted } from './quoted.ts'
import { emptySpan, indicatorSpan, tokenSpan } from './spans.ts'

/** A value with what an alias to it needs: its key form, and how many nodes it stands for. */
interface Built {
  value: Json
  resolved?: Resolved
  nodes: number
}

interface State {
  root: Node
  text: string
  positions: Positions | undefined
  /** Undefined while the anchored node is being built: an alias to it would hold itself. */
  anchors: Map<string, Built | undefined>
  nodes: number
  aliased: number
}

/** The value of one document, its positions recorded where wanted; throws a TextProblem where the API server's decoder would refuse it. */
export function documentValue(document: Document.Parsed, text: string, positions?: Positions): RawDocument {
  const contents = document.contents as Node | null
  if (contents === null) return { value: null, start: 0 }
  const state: State = { root: contents, text, positions, anchors: new Map(), nodes: 1, aliased: 0 }
  const value = held(build(contents, state), contents)
  const token = tokenSpan(contents, text)
  return { value, start: value === null && !token ? 0 : offset(contents), token }
}

function build(node: Node, state: State): Built {
  const before = state.nodes
  state.nodes++
  if (isAlias(node)) checkName(node.source, node)
  if (isAlias(node)) return aliased(node.source, offset(node), state)
  const anchor = (node as Scalar).anchor
  if (anchor !== undefined) checkName(anchor, node)
  if (anchor !== undefined) state.anchors.set(anchor, undefined)
  const built = isScalar(node) ? scalar(node, state) : isMap(node) ? mapping(node, state) : sequence(node as YAMLSeq, state)
  built.nodes = state.nodes - before
  if (anchor !== undefined) state.anchors.set(anchor, built)
  return built
}

/** The API server's decoder ends a name before these characters and takes what follows for the value. */
function checkName(name: string, node: Node): void {
  if (/^[\w-]+[?:,\]}%@`]/.test(name))
    throw new TextProblem(`the anchor name "${name}" means different things to readers of YAML`, offset(node))
}

function aliased(name: string, at: number, state: State): Built {
  if (!state.anchors.has(name)) throw new TextProblem(`the alias *${name} has no anchor`, at)
  const target = state.anchors.get(name)
  if (!target) throw new TextProblem(`the anchor &${name} holds an alias to itself`, at)
  state.nodes += target.nodes
  state.aliased += target.nodes
  if (tooManyAliases(state.nodes, state.aliased)) throw new TextProblem('aliases expand to too many nodes', at)
  return { ...target, nodes: target.nodes + 1 }
}

function scalar(node: Scalar, state: State): Built {
  const text = scalarText(node, state)
  const resolved = node.tag ? resolveTagged(node.tag, text) : node.type === 'PLAIN' ? resolvePlain(text) : string(text)
  if (typeof resolved === 'string') throw new TextProblem(resolved, offset(node))
  return { value: resolved.value ?? null, resolved, nodes: 1 }
}

function scalarText(node: Scalar, state: State): string {
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
    return blockScalarText(node, { text: state.text, root: node === state.root })
  if (node.type !== 'PLAIN') checkQuoted(node)
  return node.source ?? ''
}

function sequence(node: YAMLSeq, state: State): Built {
  const problem = node.tag && collectionTagProblem(node.tag, 'seq')
  if (problem) throw new TextProblem(problem, offset(node))
  const value: Json[] = []
  node.items.forEach((child, index) => {
    const item = child as Node
    if (node.flow) checkFlowScalar(item, state.text)
    value.push(held(build(item, state), item))
    if (state.positions) state.positions.set(value, index, slot(indicatorSpan(node, index), item, state.text))
  })
  return { value, nodes: 0 }
}

function mapping(node: YAMLMap, state: State): Built {
  const problem = node.tag && collectionTagProblem(node.tag, 'map')
  if (problem) throw new TextProblem(problem, offset(node))
  const value: JsonObject = {}
  // Keys that came from a merge key: a key of the mapping itself may replace those.
  const merged = new Set<string>()
  let merges = false
  for (const { key, value: child } of node.items as Pair<Node, Node | null>[]) {
    if (isMergeKey(key)) {
      if (merges) throw new TextProblem('the merge key << stands twice in one mapping: give it a list', offset(key))
      merges = true
      if (key === node.items[0]?.key) state.positions?.setHead(value, tokenSpan(key, state.text) ?? emptySpan(key))
      const source = child ? build(child, state).value : null
      merge({ into: value, source, merged, positions: state.positions, at: offset(key) })
      continue
    }
    if (node.flow) checkFlowKey(key, child, state.text)
    const name = keyText(build(key, state), key)
    if (Object.hasOwn(value, name) && !merged.delete(name))
      throw new TextProblem(`the key "${name}" stands twice in one mapping`, offset(key))
    setProperty(value, name, child ? held(build(child, state), child) : null)
    if (!child) state.nodes++
    if (state.positions) {
      const at = tokenSpan(key, state.text) ?? emptySpan(key)
      state.positions.set(value, name, child ? slot(at, child, state.text) : { key: at })
    }
  }
  return { value, nodes: 0 }
}

function isMergeKey(key: Node): boolean {
  if (!isScalar(key) || key.source !== '<<') return false
  return key.tag ? key.tag === 'tag:yaml.org,2002:merge' : key.type === 'PLAIN'
}

function keyText(built: Built, node: Node): string {
  if (!built.resolved) throw new TextProblem('a key must be a scalar, not a mapping or sequence', offset(node))
  if (built.resolved.key === undefined)
    throw new TextProblem(
      `a key must be text: ${built.resolved.kind === 'null' ? 'this one is null' : 'this number is too big'}`,
      offset(node),
    )
  return built.resolved.key
}

/** The value a collection holds: every number must have a JSON form. */
function held(built: Built, node: Node): Json {
  if (built.resolved && built.resolved.value === undefined)
    throw new TextProblem('infinity and "not a number" have no JSON form', offset(node))
  return built.value
}

function slot(key: Span, node: Node, text: string): { key: Span; value?: Span } {
  const value = tokenSpan(node, text)
  return value ? { key, value } : { key }
}

function offset(node: Node): number {
  return node.range?.[0] ?? 0
}
