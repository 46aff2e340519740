import type { HelmMap } from '../engines/operations.ts'
import type { Path } from '../model.ts'

/** A place in a file of a chart; `offset` in UTF-16 units. */
export interface TemplatePlace {
  template: string
  offset: number
}

/** What a template's value is. */
export interface ValuePath {
  /** `Values`, `Release`, or the chart whose Chart.yaml it is. */
  root: string
  path: Path
  /** The key is meant, not its value. */
  key: boolean
}

/** A piece of a document's text, and where it comes from. */
export interface Segment {
  start: number
  end: number
  place: TemplatePlace | undefined
  /** Character i is character `place.offset + i` of the template. */
  exact: boolean
  /** A literal inside an action. */
  literal: boolean
  /** Values that it carries; that were asked first and had nothing; that conditions around it saw. */
  values: ValuePath[]
  instead: ValuePath[]
  conditions: ValuePath[]
  /** Includes that it came through, outermost first. */
  calls: TemplatePlace[]
}

/** A place in a document where a condition or an action wrote nothing. */
export interface Gap {
  offset: number
  place: TemplatePlace | undefined
  values: ValuePath[]
  /** What the condition would have written: keys with their column in the template, and whether it prints what it looks at. */
  body?: { keys: [string, number][]; prints: boolean }
}

/** The map of one document. */
export interface DocumentMap {
  /** Segments that overlap a range; an empty range takes the one that holds its offset. */
  segments(start: number, end: number): Segment[]
  /** Gaps from `start` to `end`, both included. */
  gaps(start: number, end: number): Gap[]
}

const segmentFields = 9
const gapFields = 5

/** Reads the map of the document with an index; nothing is decoded before it is asked for. */
export function documentMap(map: HelmMap, index: number): DocumentMap {
  const { segments = [], gaps = [] } = map.documents[index] ?? {}
  return {
    segments(start, end) {
      const found: Segment[] = []
      for (let at = firstBehind(segments, start) * segmentFields; at < segments.length; at += segmentFields) {
        const [from, length] = segments.slice(at, at + 2) as [number, number]
        if (from >= Math.max(end, start + 1)) break
        found.push({ start: from, end: from + length, ...segment(map, segments.slice(at + 2, at + segmentFields)) })
      }
      return found
    },
    gaps(start, end) {
      const found: Gap[] = []
      for (let at = 0; at < gaps.length; at += gapFields) {
        const [offset, template, action, values, body] = gaps.slice(at, at + gapFields) as [number, number, number, number, number]
        if (offset < start || offset > end) continue
        found.push({
          offset,
          place: placeAt(map, template, action),
          values: valuePaths(map, values),
          ...(body < 0 ? {} : { body: map.bodies[body]! }),
        })
      }
      return found
    },
  }
}

/** Index of the first segment that ends behind an offset. */
function firstBehind(segments: number[], offset: number): number {
  let low = 0
  let high = segments.length / segmentFields
  while (low < high) {
    const middle = (low + high) >> 1
    if (segments[middle * segmentFields]! + segments[middle * segmentFields + 1]! > offset) high = middle
    else low = middle + 1
  }
  return low
}

function segment(map: HelmMap, fields: number[]): Omit<Segment, 'start' | 'end'> {
  const [template, offset, flags, values, instead, conditions, call] = fields as [number, number, number, number, number, number, number]
  return {
    place: placeAt(map, template, offset),
    exact: (flags & 1) !== 0,
    literal: (flags & 2) !== 0,
    values: valuePaths(map, values),
    instead: valuePaths(map, instead),
    conditions: valuePaths(map, conditions),
    calls: callChain(map, call),
  }
}

function placeAt(map: HelmMap, template: number, offset: number): TemplatePlace | undefined {
  const name = map.templates[template]
  return name === undefined ? undefined : { template: name, offset }
}

function callChain(map: HelmMap, first: number): TemplatePlace[] {
  const chain: TemplatePlace[] = []
  for (let call = map.calls[first]; call !== undefined; call = map.calls[call[2]]) {
    const place = placeAt(map, call[0], call[1])
    if (place !== undefined) chain.push(place)
  }
  return chain
}

function valuePaths(map: HelmMap, set: number): ValuePath[] {
  return (map.sets[set] ?? []).map((id) => {
    const steps: (string | number | true)[] = []
    for (let at = map.paths[id]; at !== undefined; at = map.paths[at[0]]) steps.unshift(at[1])
    const [root, ...path] = steps
    const key = path.at(-1) === true
    return { root: String(root), path: (key ? path.slice(0, -1) : path) as Path, key }
  })
}
