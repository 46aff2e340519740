import { expect, it } from 'vitest'
import { judge } from '../scan/judge.ts'
import { repository } from '../scan/repository.ts'

const object = (kind: string, name: string, spec: string, apiVersion = 'helm.cattle.io/v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: kube-system\nspec:\n${spec}`

it('what K3s installs is named where it is written, wherever its definition comes from', async () => {
  const files = {
    'a/cache.yaml': object('HelmChart', 'cache', '  repo: https://user:word@charts.example.com\n  chart: redis\n'),
    'a/packed.yaml': object('HelmChart', 'packed', '  version: 1.0.0\n  chartContent: H4sIAAAA\n'),
    'a/proxy.yaml': object('HelmChartConfig', 'traefik', '  valuesContent: |-\n    hostNetwork: true\n'),
    'b/kustomization.yaml': 'resources: [oci.yaml]\nnamePrefix: prod-\n',
    'b/oci.yaml': object('HelmChart', 'oci', '  chart: oci://registry.example/charts/shop\n'),
    'c/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 0.1.0\n',
    'c/templates/a.yaml': object('HelmChart', 'inner', '  chart: x\n', '{{ print "helm.cattle" ".io/v1" }}'),
    'd/none.yaml': `${object('HelmChartConfigs', 'x', '  chart: x\n')}---\n${object('HelmChart', 'y', '  chart: x\n', 'other.example/v1')}`,
  }
  const report = await judge(repository(files))
  const remedy = 'which was not judged: keep the chart unpacked in this repository, where it is judged.'
  expect(report.notEvaluated.map(({ file, line, unit, reason, message }) => [`${file}:${line}`, unit, reason, message])).toEqual([
    [
      'a/cache.yaml:8',
      'a',
      'remote-source',
      `K3s installs the chart redis (https://charts.example.com) for the HelmChart cache, ${remedy}`,
    ],
    ['a/packed.yaml:8', 'a', 'remote-source', `The HelmChart packed holds its chart as an archive (chartContent), ${remedy}`],
    [
      'a/proxy.yaml:7',
      'a',
      'remote-source',
      'The HelmChartConfig traefik changes a chart that K3s brings along or installs; what it changes was not judged.',
    ],
    [
      'b/oci.yaml:7',
      'b',
      'remote-source',
      `K3s installs the chart oci://registry.example/charts/shop for the HelmChart prod-oci, ${remedy}`,
    ],
    ['c/templates/a.yaml:7', 'c', 'remote-source', `K3s installs the chart x for the HelmChart inner, ${remedy}`],
  ])
  expect(report.reasons.map(({ code }) => code)).not.toContain('not-evaluated')
})
