import type { Json } from '../model.ts'

/** Offsets of a token: start, and end (exclusive). */
export interface Span {
  start: number
  end: number
}

/** Where a child of a mapping or sequence is written. */
export interface Slot {
  /** The key's token; of a sequence's item the `-`, in flow style the bracket `[` of the sequence. */
  key: Span
  /** The value's token: a scalar, an alias, an empty flow collection; none for other collections and for a value left out. */
  value?: Span
}

/** Positions of the children of every collection of a file, kept by the identity of the values that a reader made. */
export class Positions {
  readonly #slots = new Map<object, Map<string | number, Slot>>()
  readonly #heads = new Map<object, Span>()

  /** Records where a child of `parent` is written. */
  set(parent: object, child: string | number, slot: Slot): void {
    const slots = this.#slots.get(parent)
    if (slots) slots.set(child, slot)
    else this.#slots.set(parent, new Map([[child, slot]]))
  }

  get(parent: object, child: string | number): Slot | undefined {
    return this.#slots.get(parent)?.get(child)
  }

  /** Records the first token of a collection whose first child does not stand there: of a mapping that begins with a merge key. */
  setHead(collection: object, head: Span): void {
    this.#heads.set(collection, head)
  }

  /** The first token of a collection that has children: its first key, or what its first item begins with. */
  head(value: Json): Span | undefined {
    for (let at = value; at !== null && typeof at === 'object'; ) {
      const head = this.#heads.get(at)
      if (head) return head
      const first = this.#slots.get(at)?.entries().next().value
      if (first === undefined) return undefined
      const [child, slot] = first
      if (!Array.isArray(at)) return slot.key
      const item = at[child as number] as Json
      if (slot.value || item === null || typeof item !== 'object') return slot.value ?? slot.key
      at = item
    }
    return undefined
  }
}

/** A document of a stream as a reader gives it. */
export interface RawDocument {
  value: Json
  /** Offset of its first token; of an empty document the place where that would be. */
  start: number
  /** Its token, where the whole document is a scalar or an empty flow collection. */
  token?: Span | undefined
}
