/** Scans of images with the real Trivy: a registry and a vulnerability database of the test. */
import type { Report } from '../../src/model.ts'
import { type ScanOptions, scan } from '../../src/scan.ts'
import { configuration, deployment } from './deployments.ts'
import { database, scanOptions } from './shop.ts'
import type { Registry } from './support/registry-server.ts'
import { realTrivy } from './support/trivy.ts'

/** Knows what is vulnerable in the images of the shop. */
export const small = database()

/** Scans with the real Trivy, the small database and a cache of its own. */
export async function scanned(root: string, more: ScanOptions = {}): Promise<Report> {
  const { report } = await scan(scanOptions(root, { scanner: { program: realTrivy, database: small }, ...more }))
  return report
}

/** `image/vulnerability CVE-2026-0004 node-pkg:lodash high k8s/order.yaml:15`, sorted. */
function imageFindings({ findings }: Report): string[] {
  return findings
    .filter(({ image }) => image !== undefined)
    .map(({ ruleId, check, params, severity, location, status }) =>
      [ruleId, check, params.package, severity, `${location.file}:${location.startLine}`, ...(status === 'open' ? [] : [status])]
        .filter((part) => part !== undefined)
        .join(' '),
    )
    .sort()
}

/** Of the vulnerabilities among them. */
export function vulnerabilities(report: Report): string[] {
  return imageFindings(report).filter((line) => line.startsWith('image/vulnerability'))
}

/** Requests for layers and configurations so far. */
export function blobsPulled(server: Registry): number {
  return server.requests.filter(({ method, path }) => method === 'GET' && path.includes('/blobs/')).length
}

/** The configuration that knows the registry, and a workload that runs `shop/order:1.4.0`, at line 15. */
export function orderFiles({ host }: Registry): Record<string, string> {
  return { '.policy-gate/config.yaml': configuration([host]), 'k8s/order.yaml': deployment('order', `${host}/shop/order:1.4.0`) }
}
