import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/model.ts'
import { htmlReporter, markdownReporter, reporters, textReporter } from '../../src/report/index.ts'
import { unitTallies } from '../../src/report/overview.ts'
import { context } from './factory.ts'
import { imageFindings, imageReport, imageRules, imagesSection, vulnerable } from './image-report.ts'
import { parseXml } from './xml.ts'

const inLanguage = (language: 'en' | 'ko') => context({ rules: imageRules, language })
const text = (report: Report, options: { verbose?: boolean; quiet?: boolean; maxFindings?: number } = {}, language: 'en' | 'ko' = 'en') =>
  textReporter({ colour: false, width: 120, verbose: false, quiet: false, ...options })(report, inLanguage(language))
const markdown = (report: Report, form: 'summary' | 'comment' = 'summary', language: 'en' | 'ko' = 'en') =>
  markdownReporter({ form })(report, inLanguage(language))

describe('the text report of images', () => {
  it('reads like this', () => {
    const lines = text(imageReport()).split('\n')
    expect(
      lines.slice(lines.indexOf('registry.cloudmart.io/order  k8s/order.yaml:11'), lines.indexOf('How to fix')).join('\n'),
    ).toMatchInlineSnapshot(`
      "registry.cloudmart.io/order  k8s/order.yaml:11
          Run by: Deployment shop/order, Deployment shop/worker
                  Check              Package     Installed  Fixed in  EPSS    KEV
        critical  CVE-2021-44228     log4j-core  3.0.1      2.17.1    94.4 %  yes
        high      CVE-2024-1111      libssl3     3.0.1      3.0.2     2.1 %
        high      CVE-2024-1111      libcrypto3  3.0.1      3.0.2
        medium    image/end-of-life
          Debian 10 is out of support
        info      CVE-2023-9         zlib        3.0.1      no fix
      "
    `)
    expect(lines.slice(lines.findIndex((line) => line.startsWith('Images ('))).join('\n')).toMatchInlineSnapshot(`
      "Images (3)
        not scanned: The registry wants other credentials.
          registry.cloudmart.io/pay:1 linux/amd64
        registry.cloudmart.io/order:latest linux/amd64  scanned: Vulnerabilities: 7

      1 image scanned, 1 unchanged, 1 not scanned. Only images that the base does not run were scanned. Files given to the
      scanner: dockerfile 2, terraform 14. Scanner: trivy 0.74.0. Vulnerability database of 2026-11-20T06:12:00Z. EPSS of
      2026-11-20. Not looked up in CISA KEV.

        critical  high  medium  low  info  total
               1     2       1    1     1      6

      Checked 7 objects in 1 unit from 3 files with 5 rules. 1 finding waived.
      FAIL  policy-gate 0.1.0
        severity: 6 findings at or above high
      "
    `)
  })

  it('says so when nothing was looked up', () => {
    const output = text(imageReport({ images: { ...imagesSection, exploits: {} } }))
    expect(output.replace(/\s+/g, ' ')).toContain('Not looked up in EPSS. Not looked up in CISA KEV.')
  })

  it('names at most 25 of a repository, and all on request', () => {
    const findings = Array.from({ length: 40 }, (_, i) => vulnerable(`CVE-2024-${1000 + i}`, { package: 'p' }))
    expect(text(imageReport({ findings }))).toContain('  and 15 more\n')
    expect(text(imageReport({ findings }), { verbose: true })).toContain('CVE-2024-1039')
    expect(text(imageReport({ findings }), { maxFindings: 3 })).toContain('37 more findings not printed')
  })

  it('tells a cause that many images have once', () => {
    const names = ['order', 'pay', 'user']
    const images = names.map((name) => ({
      reference: `registry.example/${name}:1`,
      repository: `registry.example/${name}`,
      status: 'not-scanned' as const,
      problem: `registry.example/${name}:1: the registry cannot be resolved.`,
      uses: [],
    }))
    const notEvaluated = names.map((name, index) => ({
      file: `k8s/${name}.yaml`,
      unit: 'k8s',
      reason: 'image-not-scanned' as const,
      message: `Deployment shop/${name} (app): ${images[index]!.problem}`,
      line: 7,
      column: 3,
    }))
    const { scanner: _, ...section } = imagesSection
    const scanned = imageReport({ findings: [], notEvaluated, images: { ...section, images } })
    const output = text(scanned)
    expect(output).toContain(`Images (3)
  not scanned: the registry cannot be resolved.
    registry.example/order:1
    registry.example/pay:1
    registry.example/user:1

Not evaluated (3)
  k8s/order.yaml:7:3  image was not scanned: Deployment shop/order (app): registry.example/order:1: the registry cannot be resolved.
    and 2 more like it

0 images scanned, 0 unchanged, 3 not scanned.`)
    expect(output).not.toContain('No image had to be scanned.')
    expect(text(scanned, { verbose: true })).toContain('    and 2 more like it\n      k8s/pay.yaml:7:3\n      k8s/user.yaml:7:3\n')
    const other = { ...images[2]!, problem: 'registry.example/user:1: there is no such tag.' }
    const apart = { ...notEvaluated[2]!, message: `Deployment shop/user (app): ${other.problem}` }
    const two = imageReport({
      findings: [],
      notEvaluated: [...notEvaluated.slice(0, 2), apart],
      images: { ...section, images: [...images.slice(0, 2), other] },
    })
    expect(text(two)).toMatch(/and 1 more like it\n {2}k8s\/user\.yaml:7:3 {2}image was not scanned: .*there is no such tag/)
  })

  it('shortens digests, but not where everything is to be told', () => {
    const reference = `registry.example/order:1@sha256:${'ab'.repeat(32)}`
    const images = [{ reference, repository: 'registry.example/order', status: 'scanned' as const, vulnerabilities: 2, uses: [] }]
    const scanned = imageReport({ images: { ...imagesSection, images } })
    expect(text(scanned)).toContain('  registry.example/order:1@sha256:abababababab…  scanned: Vulnerabilities: 2\n')
    expect(text(scanned, { verbose: true })).toContain(`  ${reference}  scanned`)
  })

  it('tells what was done in another way than asked for, everywhere', () => {
    const notes = ['The registry refused the credentials, and was asked without.']
    const noted = imageReport({ images: { ...imagesSection, notes } })
    const outputs = [text(noted), markdown(noted), markdown(noted, 'comment'), htmlReporter({})(noted, inLanguage('en'))]
    for (const output of outputs) expect(output.replace(/\s+/g, ' ')).toContain(notes[0])
  })

  it('names a file that is its own object once', () => {
    const [given] = imageReport().findings.filter(({ check }) => check === 'DS-0002')
    const named = (name: string) => {
      const ref = { apiVersion: '', kind: 'Dockerfile', namespace: '', name }
      return { ...given!, ref, location: { ...given!.location, file: name, precision: 'file' as const } }
    }
    const findings = [named('api/Dockerfile'), named('db.dockerfile')]
    expect(text(imageReport({ findings }))).not.toMatch(/objects:|Dockerfile (api|db)/)
    const output = markdown(imageReport({ findings }))
    expect(output).toContain('| `api/Dockerfile` |')
    expect(output).not.toContain('Dockerfile api')
  })

  it('shows what a VEX document rules out on request', () => {
    expect(text(imageReport())).not.toContain('CVE-2022-5')
    expect(text(imageReport(), { verbose: true })).toMatch(/CVE-2022-5 .*\(not affected \(VEX\)\)/)
  })

  it('speaks Korean', () => {
    const output = text(imageReport(), {}, 'ko')
    expect(output).toContain('실행하는 오브젝트: Deployment shop/order')
    expect(output).toContain('이미지: 스캔 1개, 변경 없음 1개, 스캔하지 못함 1개.')
    expect(output).toContain('CISA KEV는 조회하지 않았습니다.')
  })

  it('keeps quiet but for what was scanned', () => {
    const output = text(imageReport(), { quiet: true })
    expect(output).not.toContain('CVE-2021-44228')
    expect(output).toContain('1 image scanned, 1 unchanged, 1 not scanned.')
  })
})

describe('the Markdown of images', () => {
  it('has a table for each repository, worst first', () => {
    const output = markdown(imageReport())
    expect(output).toContain('### Findings: Images (5)\n\n#### `registry.cloudmart.io/order`\n')
    const rows = output.split('\n').filter((line) => line.includes('avd.example'))
    expect(rows[0]).toBe(
      '| 🟣&nbsp;critical | [`CVE-2021-44228`](https://avd.example/cve-2021-44228) | `log4j-core` | `3.0.1` | `2.17.1` | 94.4 % | **yes** |',
    )
    expect(rows.map((row) => /CVE-\d+-\d+/.exec(row)![0])).toEqual(['CVE-2021-44228', 'CVE-2024-1111', 'CVE-2024-1111', 'CVE-2023-9'])
    expect(output).toContain('| no fix |')
    expect(output).toContain('| ⚠️ not scanned |  | The registry wants other credentials. |')
    expect(output).toContain('`.policy-gate/vex/order.json`')
  })

  it('keeps new ones apart from those that the base has', () => {
    const findings = imageFindings().map((one, index) => ({
      ...one,
      baselineState: index === 0 ? ('new' as const) : ('unchanged' as const),
    }))
    const output = markdown(imageReport({ findings, change: { base: 'a'.repeat(40), fixed: [] } }), 'comment')
    expect(output).toContain('### New findings: Images (1)')
    expect(output).toContain('<strong>Findings that the base has too: Images (4)</strong>')
  })

  it('stays within the limits of a comment with 20,000 vulnerabilities', () => {
    const findings = Array.from({ length: 20_000 }, (_, i) =>
      vulnerable(`CVE-2024-${1000 + i}`, { package: 'p' }, { image: { repository: `registry.example/app${i % 100}`, uses: [] } }),
    )
    const report = imageReport({ findings })
    expect(markdown(report, 'comment').length).toBeLessThan(65_536)
    expect(Buffer.byteLength(markdown(report))).toBeLessThan(1_000_000)
  })

  it('speaks Korean', () => {
    const output = markdown(imageReport(), 'summary', 'ko')
    expect(output).toContain('| 심각도 | 점검 항목 | 패키지 | 설치된 버전 | 수정 버전 | EPSS | KEV |')
    expect(output).toContain('수정 버전 없음')
  })
})

describe('the page about images', () => {
  it('has a table for each repository and the images that run', () => {
    const output = htmlReporter()(imageReport(), inLanguage('en'))
    expect(output).toContain('<a href="#image-findings">Findings in images</a>')
    expect(output).toContain('<h2>Findings in images (5)</h2>')
    expect(output).toContain('<a href="https://avd.example/cve-2021-44228" rel="noopener noreferrer"><code>CVE-2021-44228</code></a>')
    expect(output).toContain('<td>not scanned</td><td></td><td>The registry wants other credentials.</td>')
    expect(output).toContain('not affected (VEX) <code>.policy-gate/vex/order.json</code>')
    expect(output).toContain('Vulnerability database of 2026-11-20T06:12:00Z.')
  })
})

describe('other reports of images', () => {
  it('JUnit has a case for each check and repository', () => {
    const root = parseXml(reporters.junit(imageReport(), inLanguage('en')))
    const names = root.children.flatMap((suite) => suite.children.map(({ attributes }) => attributes.name))
    expect(names).toContain('image/vulnerability/CVE-2024-1111 registry.cloudmart.io/order')
    expect(names).toContain('infrastructure/dockerfile/DS-0002 Deployment shop/order')
    expect(reporters.junit(imageReport(), inLanguage('en'))).toContain('(VEX not_affected vulnerable_code_not_in_execute_path')
  })

  it('GitHub has an annotation for each finding, worst first', () => {
    const [first, second] = reporters.github(imageReport(), inLanguage('en')).split('\n')
    expect(first).toContain('title=critical%3A image/vulnerability/CVE-2021-44228 No vulnerable packages')
    expect(first).toContain('units: k8s, overlays/prod')
    expect(second).toContain('CVE-2024-1111')
  })
})

it('a finding in an image counts for every unit that runs it, so that none of them looks clean', () => {
  const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'order' }
  const uses = ['a', 'b', 'b'].map((unit) => ({ unit, ref, file: `${unit}.yaml`, line: 1 }))
  const finding = { ...vulnerable('CVE-2024-1', { package: 'p' }, { image: { repository: 'registry.example/order', uses } }), unit: 'a' }
  expect(unitTallies([finding]).map(({ unit, findings }) => `${unit} ${findings}`)).toEqual(['a 1', 'b 1'])
})
