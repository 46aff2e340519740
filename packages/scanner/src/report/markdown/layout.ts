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
  /** Rows of a smaller rank come before all others of the section, in a group too; 0 where it is not given. */
  rank?: number
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

/** What is left of a limit. */
interface Room {
  /** Spends what the texts need, only when all of them fit; gives whether they did. */
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

/** The rows that a section may show, those of a smaller rank first, otherwise in their order. */
function candidates(groups: Group[]): { group: Group; row: Row }[] {
  const all = groups.flatMap((group) => group.rows.slice(0, group.maximum).map((row) => ({ group, row })))
  const byRank = Map.groupBy(all, ({ row }) => row.rank ?? 0)
  return [...byRank.keys()].sort((a, b) => a - b).flatMap((rank) => byRank.get(rank)!)
}

/** The texts of the rows that there is room for, by group; a group is opened with its first row, when its closing fits as well. */
function shownRows(groups: Group[], space: Room): Map<Group, string[]> {
  const shown = new Map<Group, string[]>()
  for (const { group, row } of candidates(groups)) {
    const text = row.text()
    const opened = shown.get(group)
    const { open, close, more, rows } = group
    if (!space.take(text, ...(opened === undefined ? [open, close, more(total(rows))] : []))) break
    if (opened === undefined) shown.set(group, [text])
    else opened.push(text)
  }
  return shown
}

function sectionText({ open, groups, maximum, more, close }: Section, space: Room): string {
  const shown = shownRows(groups.slice(0, maximum), space)
  const texts = groups.map((group) => {
    const rows = shown.get(group)
    if (rows === undefined) return ''
    const left = total(group.rows.slice(rows.length))
    return `${group.open}${rows.join('')}${left > 0 ? group.more(left) : ''}${group.close}`
  })
  const left = groups.reduce((sum, group) => sum + (shown.has(group) ? 0 : total(group.rows)), 0)
  return `${open}${texts.join('')}${left > 0 ? more(left) : ''}${close}`
}

/**
 * Every section with all that it shows at most; undefined when that is too much. Twice the limit has room for the sentences about what is
 * left out, which are set aside and then not needed.
 */
function everything(sections: Section[], limit: Limit): string | undefined {
  const twice = room({ bytes: 2 * limit.bytes, characters: 2 * limit.characters })
  let fits = true
  const space: Room = {
    take(...texts) {
      fits &&= twice.take(...texts)
      return fits
    },
  }
  const texts: string[] = []
  for (const section of sections) {
    texts.push(sectionText(section, space))
    if (!fits) return undefined
  }
  const text = texts.join('')
  return room(limit).take(text) ? text : undefined
}

/**
 * The sections in their order, within the limit. Where not all fits, openings and closings of all sections are set aside first, so that every
 * section that is begun is also ended, and rows go to the sections by their priority; when not even the openings fit, sections are left out,
 * those of the last priority first. Linear in the number of rows.
 */
export function layOut(sections: Section[], limit: Limit): string {
  const whole = everything(sections, limit)
  if (whole !== undefined) return whole
  const space = room(limit)
  const byPriority = [...sections].sort((a, b) => a.priority - b.priority)
  const kept = byPriority.filter(({ open, close, more, groups, priority }) => {
    const all = groups.reduce((sum, { rows }) => sum + total(rows), 0)
    return space.take(open, close, all > 0 ? more(all) : '') || priority === 0
  })
  const texts = new Map(kept.map((section) => [section, sectionText(section, space)]))
  return sections.map((section) => texts.get(section) ?? '').join('')
}
