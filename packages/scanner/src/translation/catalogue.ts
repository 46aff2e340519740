/**
 * Sentences in English with those of another language. `{name}` stands for what is filled in; `{~name}` in the translation for something
 * filled in that is a text of the catalogue itself.
 */
export type Catalogue = Record<string, string>

interface Template {
  /** What stands around the holes: one more than there are holes. */
  literals: string[]
  names: string[]
  translation: string
  /** It begins with a hole and says little else, so nearly every text would fit: only one word may stand in that hole. */
  vague: boolean
}

/** Letters around the holes below which a text that begins with one says too little to be known by. */
const tellingLetters = 14

/** How often a text, and what is in it, is looked up. Ours take a few for each line; what was filled in may look like any number of sentences. */
const attempts = 200

const hole = /\{(~?)(\w+)\}/g

/**
 * Makes the function that translates by a catalogue. It takes whole texts and finds again what was filled in, so that the places that say
 * something need to know one language only. What the catalogue does not have stays as it is: words of Helm, of Kustomize, of an operating
 * system. Time grows linearly with the length of a text and the size of the catalogue: after a number of attempts the rest stays as it is.
 */
export function translator(catalogue: Catalogue): (text: string) => string {
  const entries = Object.entries(catalogue)
  const exact = new Map(entries.filter(([english]) => english.search(hole) < 0))
  const templates = entries.filter(([english]) => english.search(hole) >= 0).map(([english, other]) => template(english, other))
  // the one that says most is the one that is meant
  templates.sort((a, b) => weight(b) - weight(a))

  let left = 0
  const known = (text: string): string | undefined => {
    const sentence = whole(text)
    if (sentence !== undefined || !text.endsWith('.')) return sentence
    const phrase = whole(text.slice(0, -1))
    return phrase === undefined ? undefined : `${phrase}.`
  }
  const whole = (text: string): string | undefined => {
    if (left-- <= 0) return undefined
    const found = exact.get(text)
    if (found !== undefined) return found
    for (const each of templates) {
      const values = match(text, each.literals)
      if (values !== undefined && !(each.vague && /\s/.test(values[0]!))) return filled(each, values, translated)
    }
    return undefined
  }
  const translated = (text: string): string => known(text) ?? inParts(text, known, translated) ?? text
  return (text) => {
    left = attempts
    return text.split('\n').map(translated).join('\n')
  }
}

function template(english: string, translation: string): Template {
  const literals = english.split(/\{\w+\}/)
  const vague = literals[0] === '' && weight({ literals }) < tellingLetters
  return { literals, names: [...english.matchAll(hole)].map(([, , name]) => name!), translation, vague }
}

function weight({ literals }: Pick<Template, 'literals'>): number {
  return literals.reduce((sum, { length }) => sum + length, 0)
}

/** What stands in the holes between the literals; undefined where they do not fit. The first place of a literal is taken, so nothing is tried twice. */
function match(text: string, literals: string[]): string[] | undefined {
  const [first, ...rest] = literals as [string, ...string[]]
  const last = rest.pop() ?? ''
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return undefined
  const values: string[] = []
  const end = text.length - last.length
  let at = first.length
  for (const literal of rest) {
    const next = text.indexOf(literal, at + 1)
    if (next < 0 || next + literal.length > end) return undefined
    values.push(text.slice(at, next))
    at = next + literal.length
  }
  if (at >= end) return undefined
  return [...values, text.slice(at, end)]
}

function filled({ translation, names }: Template, values: string[], translated: (text: string) => string): string {
  return translation.replace(hole, (_, deep: string, name: string) => {
    const value = values[names.indexOf(name)] ?? ''
    return deep === '' ? value : translated(value)
  })
}

/** `order.yaml:3: <sentence>`, or several sentences: each of them for itself. */
function inParts(text: string, known: (text: string) => string | undefined, translated: (text: string) => string): string | undefined {
  for (let at = text.indexOf(': '); at >= 0; at = text.indexOf(': ', at + 1)) {
    const rest = known(text.slice(at + 2))
    if (rest !== undefined) return `${known(text.slice(0, at)) ?? text.slice(0, at)}: ${rest}`
  }
  for (let at = text.search(/[.?!] ["A-Z`]/); at >= 0; ) {
    const sentence = known(text.slice(0, at + 1))
    if (sentence !== undefined) return `${sentence} ${translated(text.slice(at + 2))}`
    const next = text.slice(at + 1).search(/[.?!] ["A-Z`]/)
    at = next < 0 ? -1 : at + 1 + next
  }
  return undefined
}
