import type { Language, NotEvaluated } from '../../model.ts'
import { painter } from '../../report/paint.ts'
import { strings } from '../../report/strings.ts'
import { unresolvedLines } from '../../report/unit-tree.ts'
import { displayWidth } from '../../report/width.ts'
import { neutraliseCommands, visible } from '../../sanitize.ts'
import type { ListedImage, ListedPlace } from './model.ts'
import { imagesByUnit, imagesListing } from './report.ts'
import { type ListStrings, listStrings } from './strings.ts'

export interface ListTextOptions {
  language: Language
  colour: boolean
  by: 'image' | 'unit'
  notEvaluated: NotEvaluated[]
}

/** Hexadecimal digits of a digest that tell images apart for a reader. */
const shortDigest = 12

/** The list as tables for people: of all images, or one for each unit; what is not known comes last, with its reason. */
export function listText(images: ListedImage[], { language, colour, by, notEvaluated }: ListTextOptions): string {
  const words = listStrings[language]
  const paint = painter(colour)
  const { summary } = imagesListing(images, { notEvaluated })
  const tables =
    by === 'image'
      ? table(images, words, paint.bold)
      : [...imagesByUnit(images)].flatMap(([unit, own]) => [paint.bold(visible(unit)), ...table(own, words, paint.dim).map(indent), ''])
  const lines = [
    ...(images.length === 0 ? [] : [...tables, ...(by === 'image' ? [''] : [])]),
    images.length === 0 ? words.none : words.total(summary),
    ...unknownLines(images, language),
    ...(notEvaluated.length === 0
      ? []
      : [
          '',
          words.notEvaluated(notEvaluated.length),
          ...unresolvedLines(notEvaluated, { alike: words.alike, reason: strings[language].reason }).map(visible).map(indent),
        ]),
  ]
  return `${neutraliseCommands(lines.join('\n'))}\n`
}

function table(images: ListedImage[], words: ListStrings, head: (text: string) => string): string[] {
  const rows = images.map((image) => [
    `${imageText(image)}${resolvedText(image)}`,
    image.platforms.join(',') || '-',
    String(new Set(image.uses.map(({ unit }) => unit)).size),
    String(new Set(image.uses.map(({ unit, object }) => JSON.stringify([unit, object]))).size),
    whereText(image),
    ...(image.moved === undefined ? [] : [words.moved(short(image.moved.from), short(image.moved.to))]),
  ])
  const titles = [words.image, words.platforms, words.units, words.objects, words.where]
  const widths = titles.map((title, i) => Math.max(...[title, ...rows.map((row) => row[i]!)].map((cell) => displayWidth(visible(cell)))))
  const line = (cells: string[]) =>
    cells
      .map(visible)
      .map((cell, i) => (i >= titles.length - 1 ? cell : cell + ' '.repeat(widths[i]! - displayWidth(cell))))
      .join('  ')
  return [head(line(titles)), ...rows.map(line)]
}

function whereText({ uses: [first, ...others] }: ListedImage): string {
  const places = new Set(others.map(placeText))
  places.delete(placeText(first!))
  return `${placeText(first!)}${places.size === 0 ? '' : ` +${places.size}`}`
}

/** What nobody can say anything about, with the reasons, behind an empty line; nothing where all is known. */
export function unknownLines(images: ListedImage[], language: Language): string[] {
  const lines = images.flatMap(({ problem, uses }) => {
    if (problem === undefined) return []
    return [visible(`${[...new Set(uses.map(placeText))].join(', ')}: ${problem.message}`)]
  })
  return lines.length === 0 ? [] : ['', listStrings[language].unknown(lines.length), ...lines.map(indent)]
}

function placeText({ file, line }: ListedPlace): string {
  return line === undefined ? file : `${file}:${line}`
}

/** The digest that a tag means, where it is known and not written. */
function resolvedText({ digest, resolved = [] }: ListedImage): string {
  const found = [...new Set(resolved.map((one) => one.digest))]
  return digest !== undefined || found.length === 0 ? '' : ` (${found.map(short).join(', ')})`
}

/** With the tag that is written beside a digest, and no more of the digest than is needed. */
function imageText({ image, registry, repository, tag, digest }: ListedImage): string {
  if (digest === undefined) return image
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}@${short(digest)}`
}

function short(digest: string): string {
  const [algorithm, hex = ''] = digest.split(':')
  return `${algorithm}:${hex.slice(0, shortDigest)}…`
}

function indent(line: string): string {
  return line === '' ? '' : `  ${line}`
}
