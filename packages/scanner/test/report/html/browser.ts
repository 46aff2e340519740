import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

/** A program or file of the tools, in a folder of PATH. */
function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))
}

/** @throws where there is no Chromium: the suite exists to be run */
function program(): string {
  const found = process.env.POLICY_GATE_CHROMIUM ?? onPath('chromium')
  if (found === undefined)
    throw new Error('no chromium: run `pnpm tools chromium nanum-gothic`, or install Chromium and set POLICY_GATE_CHROMIUM to its program')
  return found
}

export interface Session {
  browser: Browser
  /** Absolute; pages are opened from here. */
  folder: string
  close(): Promise<void>
}

/** Chromium without a desktop, with the fonts of the tools beside those of the machine. */
export async function openBrowser(): Promise<Session> {
  const executablePath = program()
  const folder = mkdtempSync(join(tmpdir(), 'policy-gate-html-'))
  const font = onPath('400Regular/NanumGothic_400Regular.ttf')
  const fonts = [
    join(dirname(executablePath), 'fonts'),
    ...(font === undefined ? [] : [dirname(font), join(dirname(dirname(font)), '700Bold')]),
  ]
  const [config, libraries] = [join(folder, 'fonts.conf'), join(dirname(executablePath), 'lib')]
  const dirs = [...fonts.filter((dir) => existsSync(dir)), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('')
  writeFileSync(
    config,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${dirs}<cachedir>${join(folder, 'cache')}</cachedir></fontconfig>\n`,
  )
  const env = {
    ...(process.env as Record<string, string>),
    FONTCONFIG_FILE: config,
    ...(existsSync(libraries) ? { LD_LIBRARY_PATH: libraries } : {}),
  }
  // the pages are ours and hold nothing that runs; inside of a container there are no rights for a sandbox
  const browser = await chromium.launch({ executablePath, env, args: ['--headless=shell', '--no-sandbox', '--disable-gpu', '--no-zygote'] })
  return {
    browser,
    folder,
    async close() {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Opened {
  page: Page
  /** What the page complained of, what it asked for, and what its policy forbade; filled while it is used. */
  complaints: string[]
}

/** Opens a page from a file, as a reader does, and listens to everything that goes wrong. */
export async function openPage(
  { browser, folder }: Session,
  { html, width = 1200, dark = false }: { html: string; width?: number; dark?: boolean },
): Promise<Opened> {
  const file = join(folder, 'report.html')
  writeFileSync(file, html)
  const complaints: string[] = []
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' })
  const page = await context.newPage()
  page.on('console', (message) => complaints.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`))
  page.on('request', (request) => {
    if (request.url() !== `file://${file}`) complaints.push(`request: ${request.url()}`)
  })
  await page.goto(`file://${file}`)
  return { page, complaints }
}
