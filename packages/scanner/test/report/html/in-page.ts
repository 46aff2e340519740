import type { PageElement, PageWindow } from './dom.ts'

/** Runs in the page: every text with less contrast than WCAG 2.2 AA asks of it. Self-contained, because it is sent to the browser. */
export function weakTexts(): string[] {
  const { document, getComputedStyle } = globalThis as unknown as PageWindow
  const channels = (color: string): number[] => {
    const [, list = ''] = /^rgba?\(([^)]*)\)$/.exec(color) ?? []
    const numbers = list.split(',').map(Number)
    if (numbers.length < 3) throw new Error(`no rgb color: ${color}`)
    return numbers.length === 3 ? [...numbers, 1] : numbers
  }
  const over = (top: number[], below: number[]): number[] => [0, 1, 2].map((i) => top[i]! * top[3]! + below[i]! * (1 - top[3]!)).concat(1)
  const background = (element: PageElement | null): number[] => {
    if (element === null) return [255, 255, 255, 1]
    const own = channels(getComputedStyle(element).backgroundColor)
    return own[3] === 1 ? own : over(own, background(element.parentElement))
  }
  const luminance = (color: number[]): number => {
    const [r, g, b] = color.slice(0, 3).map((value) => {
      const share = value / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const weak: string[] = []
  const walker = document.createTreeWalker(document.body, 4)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement!
    if (node.textContent.trim() === '' || !element.checkVisibility()) continue
    const behind = background(element)
    const front = over(channels(getComputedStyle(element).color), behind)
    const [light, dark] = [luminance(front), luminance(behind)].sort((a, b) => b - a)
    const ratio = (light! + 0.05) / (dark! + 0.05)
    if (ratio < 4.5) weak.push(`${ratio.toFixed(2)} ${element.className || element.localName}: ${node.textContent.slice(0, 40)}`)
  }
  return weak
}

/** Runs in the page: elements that reach beyond the window, and how wide all is. Collapsed parts are opened first. */
export function width(): { wide: string[]; scroll: number } {
  const { document } = globalThis as unknown as PageWindow
  for (const details of document.querySelectorAll('details')) details.open = true
  const wide = [...document.querySelectorAll('body *')].filter(
    (element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5,
  )
  return { wide: wide.map(({ outerHTML }) => outerHTML.slice(0, 100)), scroll: document.documentElement.scrollWidth }
}

/** Runs in the page: elements inside of collapsed parts that are not shown. */
export function unseen(): number {
  const { document } = globalThis as unknown as PageWindow
  return [...document.querySelectorAll('details article, details li')].filter((element) => !element.checkVisibility()).length
}

/** Runs in the page: what the browser makes of a source, as names of elements, nested. */
export function parsed(source: string): string {
  const { DOMParser } = globalThis as unknown as PageWindow
  const walk = (element: PageElement): string =>
    [...element.children].map((child) => `<${child.localName}>${walk(child)}</${child.localName}>`).join('')
  return walk(new DOMParser().parseFromString(source, 'text/html').documentElement)
}

/** Runs in the page: colours of an element. */
export function colours(selector: string): { text: string; page: string } {
  const { document, getComputedStyle } = globalThis as unknown as PageWindow
  const { color, backgroundColor } = getComputedStyle(document.querySelector(selector))
  return { text: color, page: backgroundColor }
}
