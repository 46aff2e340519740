import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { guessBaseLayers } from '../../../src/images/trivy/base-layers.ts'
import { imageCoverage } from '../../../src/images/trivy/coverage.ts'
import { normaliseCheck, readFileReport } from '../../../src/images/trivy/misconfigurations.ts'
import { readReport, withoutVersion } from '../../../src/images/trivy/report.ts'

const recorded = (name: string) => JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8'))
const image = recorded('image.json')
const log = { notes: [], tail: [], instances: [], truncated: false }
const report = (results: object[], metadata = {}) => ({ SchemaVersion: 2, Metadata: metadata, Results: results })
const one = (vulnerability: object) =>
  readReport(
    report([
      { Target: 'a', Type: 'npm', Vulnerabilities: [{ VulnerabilityID: 'CVE-1', PkgName: 'a', InstalledVersion: '1', ...vulnerability }] },
    ]),
  ).vulnerabilities[0]!

describe('the report of an image', () => {
  it('as Trivy wrote it', () => {
    const { os, packages, vulnerabilities, secrets, licenses } = readReport(image)
    expect({ os, packages }).toEqual({ os: { family: 'alpine', name: '3.19.1', endOfLife: true }, packages: 3 })
    expect(vulnerabilities.map(({ id, purl, published }) => [id, purl, published])).toEqual([
      ['CVE-2026-0001', 'pkg:apk/alpine/libssl3', '2026-01-02'],
      ['CVE-2026-0002', 'pkg:apk/alpine/libssl3', undefined],
      ['CVE-2026-0004', 'pkg:npm/lodash', undefined],
    ])
    expect(secrets).toMatchObject([{ id: 'aws-access-key-id', file: '/app/settings.txt', line: 2 }])
    expect(licenses).toHaveLength(3)
  })

  it('in any order gives the same facts', () => {
    const turned = {
      ...image,
      Results: [...image.Results].reverse().map((result) => ({ ...result, Vulnerabilities: result.Vulnerabilities?.toReversed() })),
    }
    expect(readReport(turned)).toEqual(readReport(image))
  })

  it('without anything in it', () => {
    expect(readReport({ SchemaVersion: 2 })).toEqual({ packages: 0, vulnerabilities: [], secrets: [], licenses: [] })
  })

  it.each<[string, unknown]>([
    ['no object', []],
    ['another schema', { SchemaVersion: 3 }],
    ['no schema', {}],
    ['results are no list', { SchemaVersion: 2, Results: {} }],
    ['a result is text', report(['a' as never])],
    ['vulnerabilities are an object', report([{ Target: 'a', Vulnerabilities: {} }])],
    ['a vulnerability without an id', report([{ Target: 'a', Vulnerabilities: [{ PkgName: 'a' }] }])],
    ['a severity of another scale', report([{ Target: 'a', Vulnerabilities: [{ VulnerabilityID: 'C', PkgName: 'a', Severity: 'BAD' }] }])],
    ['a severity that is a number', report([{ Target: 'a', Vulnerabilities: [{ VulnerabilityID: 'C', PkgName: 'a', Severity: 3 }] }])],
    [
      'a name of every object',
      report([{ Target: 'a', Vulnerabilities: [{ VulnerabilityID: 'C', PkgName: 'a', Severity: 'constructor' }] }]),
    ],
    ['end of life that is text', report([], { OS: { Family: 'alpine', EOSL: 'no' } })],
    [
      'a score that is text',
      report([{ Target: 'a', Vulnerabilities: [{ VulnerabilityID: 'C', PkgName: 'a', CVSS: { nvd: { V3Score: '9' } } }] }]),
    ],
  ])('is refused: %s', (_name, value) => {
    expect(() => readReport(value)).toThrow(/is not|another schema/)
  })
})

describe('severity and score', () => {
  it('nobody has rated it: by its score, else medium', () => {
    expect(one({ Severity: 'UNKNOWN' }).severity).toBe('medium')
    expect(one({}).severity).toBe('medium')
    expect(one({ Severity: 'UNKNOWN', CVSS: { ghsa: { V3Score: 9.1 } } }).severity).toBe('critical')
    expect(one({ Severity: 'LOW', CVSS: { ghsa: { V3Score: 9.1 } } }).severity).toBe('low')
  })

  it('the score is that of the source of the severity, version 4 first, never version 2', () => {
    const CVSS = { nvd: { V3Score: 7 }, ghsa: { V3Score: 5, V40Score: 6 }, bitnami: { V3Score: 1 } }
    expect(one({ SeveritySource: 'ghsa', CVSS }).score).toBe(6)
    expect(one({ SeveritySource: 'debian', CVSS }).score).toBe(7)
    expect(one({ CVSS: { zzz: { V3Score: 2 }, bitnami: { V3Score: 1 } } }).score).toBe(1)
    expect(one({ CVSS: { nvd: { V2Score: 10 } } })).not.toHaveProperty('score')
    expect(one({ CVSS: { nvd: { V40Score: 9.9 } } }).score).toBe(9.9)
  })
})

describe('packages', () => {
  it.each([
    ['pkg:npm/%40scope/name@1.2.3', 'pkg:npm/%40scope/name'],
    ['pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12', 'pkg:deb/debian/libc6'],
    ['pkg:golang/github.com/a/b@v1.2.3#sub/dir', 'pkg:golang/github.com/a/b'],
    ['pkg:npm/lodash', 'pkg:npm/lodash'],
  ])('%s without its version', (purl, name) => {
    expect(withoutVersion(purl)).toBe(name)
  })

  it('the same one in two files is one entry with two paths', () => {
    const entry = (PkgPath: string) => ({ VulnerabilityID: 'CVE-1', PkgName: 'a', InstalledVersion: '1', Severity: 'LOW', PkgPath })
    const { vulnerabilities } = readReport(
      report([{ Target: 'Node.js', Type: 'node-pkg', Vulnerabilities: [entry('b/package.json'), entry('a/package.json')] }]),
    )
    expect(vulnerabilities.map(({ paths }) => paths)).toEqual([['a/package.json', 'b/package.json']])
  })
})

describe('base layers', () => {
  const step = (created_by: string, empty_layer = false) => ({ created_by, ...(empty_layer ? { empty_layer } : {}) })
  const withHistory = (history: object[], DiffIDs = ['sha256:1', 'sha256:2', 'sha256:3']) =>
    report([], { DiffIDs, ImageConfig: { history } })

  it('end with the command that another layer follows', () => {
    const history = [
      step('ADD file in /'),
      step('CMD ["/bin/sh"]', true),
      step('RUN apk add curl'),
      step('COPY . .'),
      step('ENTRYPOINT ["a"]', true),
      step('CMD ["b"]', true),
    ]
    expect(guessBaseLayers(withHistory(history))).toEqual(['sha256:1'])
  })

  it('by the old builder', () => {
    expect(guessBaseLayers(withHistory([step('ADD'), step('RUN'), step('/bin/sh -c #(nop)  CMD ["sh"]', true), step('COPY')]))).toEqual([
      'sha256:1',
      'sha256:2',
    ])
  })

  it.each([
    ['no history', []],
    ['no command', [step('ADD'), step('RUN')]],
    ['only its own command', [step('ADD'), step('RUN'), step('CMD ["a"]', true)]],
  ])('are not known: %s', (_name, history) => {
    expect(guessBaseLayers(withHistory(history))).toBeUndefined()
  })

  it('decide what belongs to the base; nothing is said where they are not known', () => {
    const layer = readReport(image).vulnerabilities[0]!.layer!
    expect(readReport(image, [layer]).vulnerabilities.map(({ base }) => base)).toEqual([true, true, false])
    expect(readReport(image).vulnerabilities.every((found) => !('base' in found))).toBe(true)
  })
})

describe('coverage', () => {
  const os = { OS: { Family: 'alpine', Name: '3.19' } }
  const packages = { Target: 'a', Class: 'os-pkgs', Packages: [{ Name: 'musl' }] }
  it('is complete for what Trivy wrote', () => {
    expect(imageCoverage(image, log)).toEqual({ unread: [] })
    expect(imageCoverage(report([]), log)).toEqual({ unread: [] })
  })

  it.each<[string, object, string[]]>([
    ['a system without packages', report([{ ...packages, Packages: [] }], os), []],
    ['a system of which nothing is said', report([], os), []],
    ['packages without a system', report([], { OS: { Family: 'none' } }), []],
    [
      'a database of packages that is broken',
      report([packages], os),
      ['t\tDEBUG\t[analyzer] Analysis error\terr="failed to parse var/lib/dpkg/status: bad"'],
    ],
  ])('is not: %s', (_name, value, notes) => {
    expect(imageCoverage(value, { ...log, notes }).incomplete).toEqual(expect.any(String))
  })

  it('is not known where more is in the log than is kept', () => {
    expect(imageCoverage(report([packages], os), { ...log, truncated: true }).incomplete).toEqual(expect.any(String))
  })

  it('names single files, printable', () => {
    const notes = [
      't\tDEBUG\t[analyzer] Analysis error\terr="failed to parse app/\u001b[2Jx/package.json: JSON decode error: unexpected EOF"',
    ]
    expect(imageCoverage(report([packages], os), { ...log, notes })).toEqual({
      unread: ['app/\\x1b[2Jx/package.json: JSON decode error: unexpected EOF'],
    })
  })
})

describe('the report of files', () => {
  it('as Trivy wrote it', () => {
    const { misconfigurations, targets } = readFileReport(recorded('files.json'))
    expect(targets).toEqual(['.', 'Dockerfile', 'main.tf'])
    expect(misconfigurations.find(({ id }) => id === 'DS-0025')).toMatchObject({
      type: 'dockerfile',
      target: 'Dockerfile',
      startLine: 2,
      endLine: 2,
      severity: 'high',
      status: 'fail',
    })
    expect(misconfigurations.find(({ id }) => id === 'DS-0002')).not.toHaveProperty('startLine')
    expect(misconfigurations.find(({ id }) => id === 'AWS-0087')).toMatchObject({
      target: 'main.tf',
      startLine: 1,
      endLine: 3,
      resource: 'aws_s3_bucket.logs',
    })
  })

  it.each([
    ['DS002', 'DS-0002'],
    ['AVD-DS-0002', 'DS-0002'],
    ['KSV-0017', 'KSV-0017'],
    ['AVD-AWS-0087', 'AWS-0087'],
    ['custom-check', 'custom-check'],
  ])('the check %s is %s', (written, id) => {
    expect(normaliseCheck(written)).toBe(id)
  })

  it.each<[string, object]>([
    ['a status that is none', { ID: 'DS-0002', Status: 'OK' }],
    ['no id', { Status: 'FAIL' }],
    ['a line that is text', { ID: 'DS-0002', CauseMetadata: { StartLine: '3' } }],
  ])('is refused: %s', (_name, misconfiguration) => {
    expect(() => readFileReport(report([{ Target: 'a', Misconfigurations: [misconfiguration] }]))).toThrow('is not')
  })
})
