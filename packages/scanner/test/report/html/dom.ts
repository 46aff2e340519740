/**
 * What functions that run in a page use of it; TypeScript's own library of the browser cannot be loaded beside that of workers. Such a
 * function begins with `const { document } = globalThis as unknown as PageWindow`.
 */
export interface PageElement {
  readonly localName: string
  readonly className: string
  readonly textContent: string
  readonly outerHTML: string
  readonly children: Iterable<PageElement>
  readonly parentElement: PageElement | null
  readonly clientWidth: number
  readonly scrollWidth: number
  readonly style: { setProperty(name: string, value: string): void }
  open: boolean
  getBoundingClientRect(): { right: number }
  checkVisibility(): boolean
}

interface PageDocument {
  readonly body: PageElement
  readonly documentElement: PageElement
  querySelector(selector: string): PageElement
  querySelectorAll(selector: string): Iterable<PageElement>
  /** 4: texts only. */
  createTreeWalker(root: PageElement, whatToShow: 4): { nextNode(): PageElement | null }
}

export interface PageWindow {
  readonly document: PageDocument
  getComputedStyle(element: PageElement): { color: string; backgroundColor: string }
  readonly DOMParser: new () => { parseFromString(source: string, type: 'text/html'): PageDocument }
}
