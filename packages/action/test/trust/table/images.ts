import { config, guarded, type Way } from './way.ts'

const lock = '.policy-gate/images.lock.yaml'
const vex = '.policy-gate/vex/shop.json'
const exploited = '.policy-gate/exploited.json'
const scanning = 'images: {scan: all, lock: require}\nvex: [vex/*.json]\nexploits: {kev: exploited.json}\n'

const locked = (digit: string): string => `schemaVersion: "1"
images:
  - image: registry.example/shell:1.0
    digest: sha256:${digit.repeat(64)}
    platforms: {linux/amd64: "sha256:${digit.repeat(64)}"}
    resolvedAt: "2026-01-31"
    by: platform
`

const catalogue = (entries: object[]): string =>
  JSON.stringify({
    title: 'CISA',
    catalogVersion: '2026.01.31',
    dateReleased: '2026-01-31T00:00:00Z',
    count: entries.length,
    vulnerabilities: entries,
  })

/** Nothing is wrong with it but that its image is not known to anybody. */
const newcomer = {
  'app/newcomer.yaml': `apiVersion: v1
kind: Pod
metadata: {name: newcomer, namespace: shop}
spec: {containers: [{name: shell, image: "registry.example/shell:1.0"}]}
`,
}

/** A repository whose images are scanned; nothing of them is known here, so that each of them is an error. */
const before = {
  [config]: `${guarded[config]}${scanning}`,
  [lock]: locked('a'),
  [exploited]: catalogue([{ cveID: 'CVE-2024-1234', dateAdded: '2024-01-01', knownRansomwareCampaignUse: 'Unknown' }]),
}
const inputs = { scanner: { offline: true, install: false } }

export const imageWays: Way[] = [
  {
    name: 'scans of images turned off in the configuration',
    before,
    change: { ...newcomer, [config]: guarded[config]! },
    inputs,
    verdict: 'error',
    because: 'image-not-scanned',
    gate: [config],
    underHead: 'warn',
  },
  {
    name: 'the image left out of scans by the configuration',
    before,
    change: { ...newcomer, [config]: `${guarded[config]}images: {scan: all, exclude: ["registry.example/*"]}\n` },
    inputs,
    verdict: 'error',
    because: 'image-not-scanned',
    gate: [config],
    underHead: 'warn',
  },
  {
    name: 'another digest in the lock file of images',
    before,
    change: { ...newcomer, [lock]: locked('b') },
    inputs,
    verdict: 'error',
    because: 'image-not-scanned',
    gate: [lock],
    underHead: 'warn',
  },
  {
    name: 'a VEX document that calls the image not affected',
    before,
    change: {
      ...newcomer,
      [vex]: JSON.stringify({
        '@context': 'https://openvex.dev/ns/v0.2.0',
        '@id': 'https://vex.example/1',
        author: 'shop',
        timestamp: '2026-01-31T00:00:00Z',
        version: 1,
        statements: [
          {
            vulnerability: { name: 'CVE-2024-1234' },
            products: [{ '@id': 'pkg:oci/shell?repository_url=registry.example/shell' }],
            status: 'not_affected',
            justification: 'component_not_present',
          },
        ],
      }),
    },
    inputs,
    verdict: 'error',
    because: 'image-not-scanned',
    gate: [vex],
    underHead: 'warn',
  },
  {
    name: 'a catalogue of exploited vulnerabilities made empty',
    before,
    change: { ...newcomer, [exploited]: catalogue([]) },
    inputs,
    verdict: 'error',
    because: 'image-not-scanned',
    gate: [exploited],
    underHead: 'warn',
  },
]
