/** Puts sections together so that the whole stays below a limit and is cut between rows only. */

export interface Limit {
  /** UTF-8 bytes. */
  bytes: number
  /** UTF-16 units, never fewer than code points. */
  characters: number
}

/** A line of a table or list, ending in a line break. Its text is made only when it is shown. */
export interface Row {
  /** How many things it stands for. */
  count: number
  text(): string
}

/** Rows under one heading: a table, a list. */
export interface Group {
  /** Heading and head of the table. */
  open: string
  rows: Row[]
  /** Rows shown at most; all when undefined. */
  maximum?: number
  /** Stands behind the rows when some of them are left out; counts what they stand for. */
  more(left: number): string
  close: string
}

export interface Section {
  /** Sections with a smaller number get their rows first; the first section (0) is never left out. */
  priority: number
  open: string
  groups: Group[]
  /** Groups shown at most; all when undefined. */
  maximum?: number
  /** Stands behind the groups when some of them are left out. */
  more(left: number): string
  close: string
}

function sizeOf(text: string): Limit {
  return { bytes: Buffer.byteLength(text), characters: text.length }
}

/** What is left of the limit; `take` spends it only when all of the text fits. */
interface Room {
  take(...texts: string[]): boolean
}

function room(limit: Limit): Room {
  let { bytes, characters } = limit
  return {
    take(...texts) {
      const sizes = texts.map(sizeOf)
      const needed = sizes.reduce((sum, size) => sum + size.bytes, 0)
      const units = sizes.reduce((sum, size) => sum + size.characters, 0)
      if (needed > bytes || units > characters) return false
      bytes -= needed
      characters -= units
      return true
    },
  }
}

function total(rows: Row[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0)
}

/** The text of a group, and how much of it is not shown; empty when not even one row fits. */
function groupText(group: Group, space: Room): { text: string; left: number } {
  const { open, rows, maximum = rows.length, more, close } = group
  const all = total(rows)
  const first = rows[0]?.text()
  if (first === undefined) return { text: '', left: 0 }
  if (!space.take(open, first, close, more(all))) return { text: '', left: all }
  const shown = [first]
  while (shown.length < Math.min(rows.length, maximum)) {
    const row = rows[shown.length]!.text()
    if (!space.take(row)) break
    shown.push(row)
  }
  const left = total(rows.slice(shown.length))
  return { text: `${open}${shown.join('')}${left > 0 ? more(left) : ''}${close}`, left: 0 }
}

function sectionText(section: Section, space: Room): string {
  const { groups, maximum = groups.length } = section
  const texts: string[] = []
  let left = 0
  let full = false
  for (const [index, group] of groups.entries()) {
    const made: { text: string; left: number } = full || index >= maximum ? { text: '', left: total(group.rows) } : groupText(group, space)
    full ||= made.left > 0
    texts.push(made.text)
    left += made.left
  }
  return `${section.open}${texts.join('')}${left > 0 ? section.more(left) : ''}${section.close}`
}

/**
 * The sections in their order, within the limit. Openings and closings of all sections are set aside first, so that every section that is
 * begun is also ended; when not even these fit, sections are left out, those of the last priority first. Linear in the number of rows.
 */
export function layOut(sections: Section[], limit: Limit): string {
  const space = room(limit)
  const byPriority = [...sections].sort((a, b) => a.priority - b.priority)
  const kept = byPriority.filter(({ open, close, more, groups, priority }) => {
    const all = groups.reduce((sum, { rows }) => sum + total(rows), 0)
    return space.take(open, close, all > 0 ? more(all) : '') || priority === 0
  })
  const texts = new Map(kept.map((section) => [section, sectionText(section, space)]))
  return sections.map((section) => texts.get(section) ?? '').join('')
}
