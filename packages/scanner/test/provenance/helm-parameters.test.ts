import { expect, test } from 'vitest'
import type { Path } from '../../src/model.ts'
import type { ValueParameter } from '../../src/provenance/place.ts'
import { parameterPaths } from '../../src/provenance/values-parameters.ts'

test.each<[ValueParameter['form'], string, string, Path[]]>([
  ['set', 'image.tag', '1', [['image', 'tag']]],
  ['set', 'ports[1].name', 'a', [['ports', 1, 'name']]],
  ['set', 'nodeSelector.kubernetes\\.io/role', 'web', [['nodeSelector', 'kubernetes.io/role']]],
  ['set', 'a', '1,b.c=2', [['a'], ['b', 'c']]],
  ['set', 'list', '{x,y=z}', [['list']]],
  ['set', 'a', 'one\\,two=three', [['a']]],
  ['string', 'a', '1,b=2', [['a'], ['b']]],
  ['literal', 'a.b', 'x,y=z', [['a', 'b']]],
  ['file', 'config', 'files/a.conf', [['config']]],
  ['json', 'a.b', '{"c": 1}', [['a', 'b']]],
  ['json', '', '{"c": 1, "d": 2}', [['c'], ['d']]],
])('%s %s=%s', (form, key, value, paths) => {
  expect(parameterPaths({ form, key, value })).toEqual(paths)
})
