import { describe, expect, it } from 'vitest'
import { githubSourceLink } from '../../../src/report/markdown/source-link.ts'
import { code, prose } from '../../../src/report/markdown/text.ts'
import { truncate, visible } from '../../../src/sanitize.ts'
import { hostileStrings, markdownPayloads, payloads } from '../hostile.ts'
import { elements, textOf } from '../markup.ts'
import { problems, rendered } from './github.ts'
import { harm } from './whole.ts'

/** Names that are shown as code. */
const named = hostileStrings.filter((text) => text.trim() !== '')

describe('the oracle', () => {
  it.each([
    ['x @octocat y', 'mention'],
    ['fixes #12', 'issue'],
    ['see octo/repo#26', 'issue'],
    ['commit a5c3785', 'hash'],
    ['CVE-2026-33634', 'advisory'],
    ['TICKET-999', 'prefix'],
    ['www.example.com', 'link to'],
    ['someone@example.com', 'link to'],
    [':tada:', 'emoji'],
    ['$x$', 'formula'],
    ['![x](https://example.com/x.png)', 'element img'],
    ['~~x~~', 'element del'],
    ['x[^1]\n\n[^1]: y', 'element sup'],
    ['> [!NOTE]\n> x', 'element blockquote'],
    ['```mermaid\nx\n```', 'element pre'],
    ['# x', 'element h1'],
    ['[x](javascript:alert)', 'link to'],
    ['`a` <code><b>x</b></code>', 'an element inside code'],
  ])('finds what GitHub would act on in %j', (markdown, complaint) => {
    expect(problems(rendered(markdown)).join('\n')).toContain(complaint)
  })

  it.each(['<details>\n\nx', '<!-- x -->', 'x <b>y', '</details>'])('refuses markup that is not whole: %j', (markdown) => {
    expect(() => rendered(markdown)).toThrow()
  })
})

describe('no text of a repository', () => {
  it('acts in a summary, changes its structure or is hidden', () => {
    for (const text of [...payloads.slice(0, 24), ...markdownPayloads])
      expect(harm('summary', text), JSON.stringify(text.slice(0, 80))).toEqual([])
  })
})

describe('prose', () => {
  it('is only text and code wherever in a line it stands', () => {
    for (const text of hostileStrings)
      for (const frame of [
        `- ${prose(text)}`,
        `x ${prose(text)} y`,
        `**${prose(text)}**`,
        `| ${prose(text)} |\n| --- |\n| ${prose(text)} |`,
      ])
        expect(problems(rendered(frame)), JSON.stringify(text.slice(0, 80))).toEqual([])
  })

  it('keeps what it says', () => {
    for (const text of markdownPayloads.filter(({ length }) => length <= 200)) {
      const bare = (value: string): string => value.replace(/["`\s–]/g, '')
      const shown = textOf(rendered(`- ${prose(text)}`))
      expect(bare(shown), JSON.stringify(text)).toBe(bare(truncate(visible(text.replace(/\s+/g, ' ').trim()), 600)))
    }
  })

  it.each([
    ['The pod uses the network of its node (hostNetwork).', 'The pod uses the network of its node (hostNetwork).'],
    ['Image "nginx:latest" has no digest.', 'Image `nginx:latest` has no digest.'],
    ['Set `a.b` to false; or 2, at most 10%.', 'Set `a.b` to false; or 2, at most 10%.'],
    ['Set securityContext.privileged to "[ALL]".', 'Set `securityContext.privileged` to <code>&#91;ALL&#93;</code>.'],
    ['It is so for 2 workload(s). (twice)', 'It is so for 2 workload(s). (twice)'],
    ['오브젝트 7개를 config.yaml에서 규칙 3개로', '오브젝트 7개를 `config.yaml`에서 규칙 3개로'],
    ['"a""b"', '`a`<code>b</code>'],
    ['', '–'],
  ])('of %j is %j', (text, markdown) => {
    expect(prose(text)).toBe(markdown)
  })
})

describe('code', () => {
  it('is one code element with exactly the text, in a table as well', () => {
    for (const text of named) {
      const shown = truncate(visible(text), 200)
      for (const markdown of [`x ${code(text)}`, `| a |\n| --- |\n| ${code(text)} |`]) {
        const found = elements(rendered(markdown)).filter(({ name }) => name === 'code')
        expect(
          found.map(textOf).map((content) => content.trim()),
          JSON.stringify(text.slice(0, 80)),
        ).toEqual([shown.trim()])
      }
    }
  })
})

describe('addresses of places', () => {
  const link = githubSourceLink({ serverUrl: 'https://github.example.com', owner: 'octo', repo: 'repo', sha: 'a'.repeat(40) })

  it('stay in the repository at the commit', () => {
    const base = `https://github.example.com/octo/repo/blob/${'a'.repeat(40)}/`
    for (const text of hostileStrings) {
      const address = link(text, 3)
      if (address === undefined) continue
      const { href, hash, search } = new URL(address)
      expect(href.startsWith(base), text.slice(0, 80)).toBe(true)
      expect([hash, decodeURIComponent(href.slice(base.length, href.length - hash.length - search.length))]).toEqual([
        '#L3',
        text.toWellFormed(),
      ])
    }
  })

  it.each(['../x', 'a/../b', '/etc/passwd', 'a//b', '', '.'])('are not given for %j', (file) => {
    expect(link(file)).toBeUndefined()
  })

  it('ask for the text of Markdown files, which have lines only so', () => {
    expect(link('docs/a.md', 2)).toMatch(/docs\/a\.md\?plain=1#L2$/)
    expect(link('docs/a.md')).toMatch(/docs\/a\.md$/)
  })
})
