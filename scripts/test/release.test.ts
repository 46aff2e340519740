import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { UserError } from '../../packages/scanner/src/model.ts'
import { root } from '../policy-sources.ts'
import { changelogSections, releaseNotes } from '../release/changelog.ts'
import { sbomSources } from '../release/release.ts'
import { sbomOf } from '../release/sbom.ts'
import { requireVersion, versionOfTag } from '../release/version.ts'

const read = (file: string) => readFileSync(join(root, file), 'utf8')
const { version } = JSON.parse(read('package.json')) as { version: string }

describe('the tag of a release', () => {
  it('is v and three numbers', () => expect(['v0.1.0', 'v1.20.3'].map(versionOfTag)).toEqual(['0.1.0', '1.20.3']))
  it.each(['1.2.3', 'v1', 'v1.2', 'v01.2.3', 'v1.2.3-rc.1', 'v1.2.3 ', 'refs/tags/v1.2.3', ''])('%j is refused', (tag) => {
    expect(() => versionOfTag(tag)).toThrow(UserError)
  })
  it('is what every place says', () => {
    expect(() => requireVersion('1.0.0', { a: '1.0.0', b: '1.0.1', c: '0.9.0' })).toThrow('b says 1.0.1, c says 0.9.0')
    expect(() => requireVersion('1.0.0', { a: '1.0.0' })).not.toThrow()
  })
})

describe('the changelog', () => {
  const text =
    '# Changes\n\nIntro.\n\n## [Unreleased]\n\n- x\n\n## [1.1.0] - 2026-03-01\n\n### Added\n\n- a\n\n## [1.0.0] - unreleased\n\n- b\n\n## [0.9.0] - 2026-01-01\n'
  it('has sections', () => {
    expect(changelogSections(text)).toEqual([
      { version: 'Unreleased', body: '- x' },
      { version: '1.1.0', date: '2026-03-01', body: '### Added\n\n- a' },
      { version: '1.0.0', body: '- b' },
      { version: '0.9.0', date: '2026-01-01', body: '' },
    ])
  })
  it('gives the notes of a release', () => expect(releaseNotes(text, '1.1.0')).toBe('### Added\n\n- a\n'))
  it.each([
    ['1.2.0', 'no section'],
    ['1.0.0', 'does not date'],
    ['0.9.0', 'says nothing'],
  ])('refuses %s: %s', (wanted, sentence) => expect(() => releaseNotes(text, wanted)).toThrow(sentence))
  it('of this project tells of the version that is being made', () => {
    expect(changelogSections(read('CHANGELOG.md')).map((section) => section.version)).toContain(version)
  })
})

describe('the bill of materials', () => {
  const sources = sbomSources()
  const sbom = sbomOf(sources)
  const names = (prefix: string) => sbom.components.map(({ purl }) => purl ?? '').filter((purl) => purl.startsWith(prefix))

  it('names every package that is bundled, with the hash of the lock file', () => {
    const bundled = [...sources.bundled.matchAll(/^## (\S+) (\S+) /gm)].map(
      (match) => `pkg:npm/${match[1]!.replace('@', '%40')}@${match[2]}`,
    )
    expect(names('pkg:npm/')).toEqual(bundled.sort())
    expect(bundled.length).toBeGreaterThan(5)
    for (const { purl, hashes } of sbom.components.filter((component) => component.purl?.startsWith('pkg:npm/')))
      expect([purl, hashes?.[0]?.content.length]).toEqual([purl, 128])
  })

  it('names every module of the engines that go.mod requires directly and that is linked, at its version', () => {
    const modules = names('pkg:golang/')
    expect(modules.length).toBeGreaterThan(50)
    for (const wanted of ['helm.sh/helm/v4', 'github.com/open-policy-agent/opa', 'sigs.k8s.io/kustomize/api']) {
      const required = new RegExp(`^\\s*(?:require )?${wanted.replaceAll('.', '\\.')} (v\\S+)`, 'm').exec(sources.goMod)?.[1]
      expect(modules).toContain(`pkg:golang/${wanted}@${required}`)
    }
    expect(modules.some((purl) => /^pkg:golang\/std@1\.\d+\.\d+$/.test(purl))).toBe(true)
  })

  it('holds the engines with their hashes, and depends only on what it names', () => {
    expect(
      sbom.components
        .filter(({ type }) => type === 'application')
        .map(({ hashes }) => hashes![0]!.content)
        .sort(),
    ).toEqual(sources.engines.map(({ sha256 }) => sha256).sort())
    const refs = new Set([sbom.metadata.component['bom-ref'], ...sbom.components.map((component) => component['bom-ref'])])
    expect(refs.size).toBe(sbom.components.length + 1)
    for (const { ref, dependsOn } of sbom.dependencies) expect([ref, ...dependsOn].filter((one) => !refs.has(one))).toEqual([])
    expect(sbom.dependencies.length).toBe(refs.size)
  })

  it('has the same bytes twice, and no time', () => {
    expect(JSON.stringify(sbomOf(sbomSources()))).toBe(JSON.stringify(sbom))
    expect(JSON.stringify(sbom)).not.toMatch(/timestamp|serialNumber/)
  })

  it('writes a choice of licences as an expression', () => {
    const { components } = sbomOf({ ...sources, bundled: '## ajv 8.20.0 ((MIT OR CC0-1.0))' })
    expect(components.find(({ name }) => name === 'ajv')?.licenses).toEqual([{ expression: '(MIT OR CC0-1.0)' }])
  })

  it('refuses notices that do not fit', () => {
    expect(() => sbomOf({ ...sources, bundled: '# nothing' })).toThrow('name no package')
    expect(() => sbomOf({ ...sources, bundled: '## left-pad 1.0.0 (MIT)' })).toThrow('not in pnpm-lock.yaml')
    expect(() => sbomOf({ ...sources, goMod: 'go 1.26' })).toThrow('no version')
  })
})

describe('the release workflow', () => {
  const { jobs } = parse(read('.github/workflows/release.yml')) as {
    jobs: Record<string, { needs?: string[]; permissions: Record<string, string>; steps: { run?: string; uses?: string }[] }>
  }
  const runs = (job: string) => jobs[job]!.steps.flatMap(({ run }) => run ?? [])

  it('publishes only what was verified, and writes only there', () => {
    expect(jobs.publish!.needs).toEqual(['verify', 'assets'])
    const writing = Object.entries(jobs).filter(([, { permissions }]) => Object.values(permissions).includes('write'))
    expect(writing.map(([name]) => name)).toEqual(['publish'])
    // what may write runs nothing of the repository
    expect(jobs.publish!.steps.some(({ uses }) => uses?.startsWith('actions/checkout'))).toBe(false)
  })

  it('drafts, attaches, publishes, and only then moves the tag', () => {
    const order = ['sha256sum --check', 'gh release create', '--draft=false', 'git/refs/tags/']
    const places = order.map((text) => runs('publish').findIndex((run) => run.includes(text)))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  it('asks for commands that there are', () => {
    const script = (words: string[]) => {
      try {
        return execFileSync(process.execPath, [join(root, 'scripts/release/release.ts'), ...words], { encoding: 'utf8', stdio: 'pipe' })
      } catch (error) {
        return String((error as { stderr: string }).stderr)
      }
    }
    const asked = ['verify', 'assets'].flatMap((job) =>
      [
        ...runs(job)
          .join('\n')
          .matchAll(/release\.ts (\w+)/g),
      ].map((match) => match[1]!),
    )
    expect(asked.sort()).toEqual(['check', 'notes', 'sbom'])
    expect(JSON.parse(script(['sbom'])).bomFormat).toBe('CycloneDX')
    expect(script(['check', 'v99.0.0'])).toContain(`package.json says ${version}`)
    expect(script(['publish'])).toContain('is no tag of a release')
  })
})
