import { expect, it } from 'vitest'
import { readKustomizeMessage } from '../../src/render/kustomize-message.ts'

const wrapped = (path: string, inner: string) =>
  `accumulating resources: accumulation err='accumulating resources from 'x': '${path}' must resolve to a file': recursed accumulation of path '${path}': ${inner}`

it('gives file and line of broken YAML several folders down', () => {
  const inner =
    "accumulating resources: accumulating resources from 'deployment.yaml': MalformedYAMLError: yaml: line 92: did not find expected key in File: deployment.yaml"
  expect(readKustomizeMessage(wrapped('deploy/base', wrapped('deploy/base/user', inner)), 'deploy/overlays/prod')).toEqual({
    message: 'did not find expected key (line 92 of its document)',
    file: 'deploy/base/user/deployment.yaml',
    line: 92,
  })
})

it('names the folder of any other error', () => {
  expect(readKustomizeMessage(wrapped('base', "file sources: [a.sh]: 'base/a.sh' doesn't exist"), 'overlay')).toEqual({
    message: "in base: file sources: [a.sh]: 'base/a.sh' doesn't exist",
  })
})

it('leaves an error of the kustomization itself as it is', () => {
  expect(readKustomizeMessage('invalid Kustomization: json: unknown field "resorces"', 'overlay')).toEqual({
    message: 'invalid Kustomization: json: unknown field "resorces"',
  })
})
