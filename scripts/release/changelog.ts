import { UserError } from '../../packages/scanner/src/model.ts'

export interface Section {
  version: string
  /** `YYYY-MM-DD`; undefined for what is not released yet. */
  date?: string
  /** Markdown below the heading. */
  body: string
}

/** Sections of a changelog in the form of Keep a Changelog: `## [1.2.0] - 2026-01-31`, or `- unreleased` in place of the date. */
export function changelogSections(text: string): Section[] {
  const headings = [...text.matchAll(/^## \[([^\]]+)\](?: - (\S+))?[^\S\n]*$/gm)]
  return headings.map((heading, i) => {
    const [line, version = '', said] = heading
    const body = text.slice(heading.index + line.length, headings[i + 1]?.index).trim()
    return { version, body, ...(said !== undefined && /^\d{4}-\d\d-\d\d$/.test(said) ? { date: said } : {}) }
  })
}

/**
 * Notes of a release: what the changelog says of its version.
 * @throws UserError (2) when it says nothing of it, twice, or not when it was released
 */
export function releaseNotes(text: string, version: string): string {
  const found = changelogSections(text).filter((section) => section.version === version)
  const [section] = found
  if (section === undefined || found.length > 1)
    throw new UserError(`CHANGELOG.md has ${found.length === 0 ? 'no section' : 'several sections'} [${version}]: write one.`)
  if (section.date === undefined) throw new UserError(`CHANGELOG.md does not date [${version}]: write the day of the release behind it.`)
  if (section.body === '') throw new UserError(`CHANGELOG.md says nothing of [${version}].`)
  return `${section.body}\n`
}
