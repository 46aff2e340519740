import { arrayOperand, type Builtin, fail, int64, stringOperand } from './operands.ts'
import { RegoNumber, RegoObject, RegoSet, sameTerm, type Term } from './terms.ts'

/**
 * `json.patch(x, operations)`: RFC 6902 on objects, arrays and sets (`v1/topdown/json.go`, `internal/edittree`). A path is a string or an
 * array of keys; a member of a set is its own key.
 */
const patch: Builtin = (x, operations) => {
  let document: Term | undefined = x
  for (const operation of arrayOperand(operations, 2)) document = apply(document, operation)
  return document
}

/** One operation. An undefined document is one that was removed as a whole. */
function apply(document: Term | undefined, operation: Term): Term | undefined {
  if (!(operation instanceof RegoObject)) return fail('must be an array of JSON-Patch objects')
  const path = parsePath(operation.get('path'))
  const op = stringOperand(operation.get('op'), 2)
  const value = () => present(operation.get('value'))
  switch (op) {
    case 'add':
      return insert(document, path, value())
    case 'remove':
      return remove(document, path)
    case 'replace':
      return insert(remove(document, path), path, value())
    case 'move': {
      const from = parsePath(operation.get('from'))
      const moved = find(document, from)
      return insert(remove(document, from), path, moved)
    }
    case 'copy':
      return insert(document, path, find(document, parsePath(operation.get('from'))))
    case 'test':
      return sameTerm(find(document, path), value()) ? document : fail('the test of a patch failed')
    default:
      return fail(`unrecognized op: '${op}'`)
  }
}

function parsePath(path: Term | undefined): Term[] {
  if (Array.isArray(path)) return path
  const text = stringOperand(path, 2)
  if (text === '') return []
  return text
    .replace(/^\/+/, '')
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function find(document: Term | undefined, path: Term[]): Term {
  let current = present(document)
  for (const key of path) current = child(current, key)
  return current
}

function child(parent: Term, key: Term): Term {
  if (parent instanceof RegoObject) return present(parent.get(key))
  if (parent instanceof RegoSet) return parent.has(key) ? key : fail('path does not exist')
  return present(Array.isArray(parent) ? parent[index(parent, key)] : undefined)
}

/** A term that must be there; null is one. */
function present(term: Term | undefined): Term {
  return term === undefined ? fail('a value of a patch does not exist') : term
}

/** Position in an array: a whole number or its text without leading zeros, `-` for the end. */
function index(items: Term[], key: Term): number {
  if (key === '-') return items.length
  const text = key instanceof RegoNumber ? key.text : stringOperand(key, 2)
  if (typeof key === 'string' && key !== '0' && key.startsWith('0')) fail('leading zeros are not allowed in JSON paths')
  const number = int64(text)
  return number === undefined ? fail('invalid index') : Number(number)
}

function insert(document: Term | undefined, path: Term[], value: Term): Term {
  const [key, ...rest] = path
  if (key === undefined) return value
  return edit(document, key, rest, {
    object: (object) => new RegoObject([...object.entries, [key, value]]),
    set: (set) => (sameTerm(key, value) ? new RegoSet([...set.items, value]) : fail('set key does not equal value to be inserted')),
    array: (items) => {
      const at = index(items, key)
      return at >= 0 && at <= items.length ? items.toSpliced(at, 0, value) : fail('index for array insertion out of bounds')
    },
    deeper: (inner) => insert(inner, rest, value),
  })
}

function remove(document: Term | undefined, path: Term[]): Term | undefined {
  const [key, ...rest] = path
  if (key === undefined) return document === undefined ? fail('the document was removed') : undefined
  return edit(document, key, rest, {
    object: (object) => {
      child(object, key)
      return new RegoObject(object.entries.filter(([other]) => !sameTerm(other, key)))
    },
    set: (set) => {
      child(set, key)
      return new RegoSet(set.items.filter((item) => !sameTerm(item, key)))
    },
    array: (items) => {
      const at = index(items, key)
      return at >= 0 && at < items.length ? items.toSpliced(at, 1) : fail('index for array delete out of bounds')
    },
    deeper: (inner) => remove(inner, rest) as Term,
  })
}

interface Edits {
  object: (object: RegoObject) => Term
  set: (set: RegoSet) => Term
  array: (items: Term[]) => Term
  /** For a longer path: the child's new value. */
  deeper: (child: Term) => Term
}

function edit(parent: Term | undefined, key: Term, rest: Term[], edits: Edits): Term {
  const inner = rest.length === 0 ? undefined : edits.deeper(child(parent as Term, key))
  if (parent instanceof RegoObject) {
    return inner === undefined ? edits.object(parent) : new RegoObject([...parent.entries, [key, inner]])
  }
  if (parent instanceof RegoSet) {
    return inner === undefined ? edits.set(parent) : new RegoSet([...parent.items.filter((item) => !sameTerm(item, key)), inner])
  }
  if (!Array.isArray(parent)) return fail('expected composite type')
  return inner === undefined ? edits.array(parent) : parent.with(index(parent, key), inner)
}

export const patchBuiltins: Record<string, Builtin> = { 'json.patch': patch }
