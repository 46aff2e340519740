import type { Replacement } from './anchors.ts'

/** A piece of a vendored file that gets a call of the recorder before or after it. */
interface Hook {
  file: string
  anchor: string
  before?: string
  after?: string
}

/** The line of each file that the import of the recorder stands before. */
const imports: Record<string, string> = {
  'kyaml/kio/byteio_reader.go': '\t"sigs.k8s.io/kustomize/kyaml/errors"\n',
  'api/resource/factory.go': '\t"sigs.k8s.io/kustomize/kyaml/kio"\n',
  'api/resmap/reswrangler.go': '\t"sigs.k8s.io/kustomize/kyaml/kio"\n',
  'api/internal/target/kusttarget.go': '\t"sigs.k8s.io/kustomize/kyaml/errors"\n',
  'api/internal/target/multitransformer.go': '\t"sigs.k8s.io/kustomize/api/resmap"\n',
  'api/filters/patchjson6902/patchjson6902.go': '\t"sigs.k8s.io/kustomize/kyaml/kio"\n',
  'api/filters/replacement/replacement.go': '\t"sigs.k8s.io/kustomize/kyaml/errors"\n',
  'api/filters/nameref/nameref.go': '\t"sigs.k8s.io/kustomize/kyaml/errors"\n',
}

/** Where Kustomize tells a recorder what it does; the functions that are called stand in facades/kustomize/hooks. */
const calls: Hook[] = [
  {
    file: 'kyaml/kio/byteio_reader.go',
    anchor: '\t\tif yaml.IsMissingOrNull(node) {\n',
    before: '\t\thooks.Active.Document(node.YNode(), values[:i])\n',
  },
  {
    file: 'api/resource/factory.go',
    anchor: '([]*yaml.RNode, error) {\n\tnodes, err := kio.FromBytes(b)\n',
    after: '\thooks.Active.Read()\n',
  },
  { file: 'api/resource/factory.go', anchor: 'RNodesFromBytes(b []byte) ([]*yaml.RNode, error) {\n', after: '\thooks.Active.Reading(b)\n' },
  {
    file: 'api/resource/factory.go',
    anchor: '\t\tnodes = append(nodes, innerNodes...)\n',
    before: '\t\thooks.Active.Unlisted(n0, innerNodes)\n',
  },
  {
    file: 'api/resmap/reswrangler.go',
    anchor: '\t\tswitch res.Behavior() {\n\t\tcase types.BehaviorReplace:\n',
    before: '\t\thooks.Active.Merging(res, old)\n',
  },
  {
    file: 'api/internal/target/kusttarget.go',
    anchor: '\tvar y []byte\n\tif c != nil {\n',
    before: '\thooks.Active.Configuring(kt, kt.ldr.Root(), bpt.String(), p)\n\tdefer hooks.Active.Configured()\n',
  },
  {
    file: 'api/internal/target/kusttarget.go',
    anchor: '\t\tresMap, err := g.Generate()\n\t\tif err != nil {\n\t\t\treturn err\n\t\t}\n',
    after: '\t\thooks.Active.Generated(kt.ldr.Root(), g.Generator, resMap)\n',
  },
  {
    file: 'api/internal/target/kusttarget.go',
    anchor: '\treturn ra.Transform(newMultiTransformer(r))\n',
    before: '\thooks.Active.Running(kt.ldr.Root())\n',
  },
  {
    file: 'api/internal/target/multitransformer.go',
    anchor: '\t\tif err := t.Transform(m); err != nil {\n\t\t\treturn err\n\t\t}\n',
    before: '\t\thooks.Active.Transforming(t.Transformer, m)\n',
    after: '\t\thooks.Active.Transformed(m)\n',
  },
  {
    file: 'api/filters/patchjson6902/patchjson6902.go',
    anchor: '\terr = node.UnmarshalJSON(res)\n',
    before: '\told := node.YNode()\n',
    after: '\thooks.Active.JSONPatched(old, node.YNode())\n',
  },
  {
    file: 'api/filters/replacement/replacement.go',
    anchor: '\t\tnodes, err = applyReplacement(nodes, value, r.Targets)\n',
    before: '\t\thooks.Active.Replacing(i, value.YNode())\n',
  },
  {
    file: 'api/filters/replacement/replacement.go',
    anchor: '\tvalue = value.Copy()\n',
    before: '\thooks.Active.Replaced(targetField.YNode())\n',
  },
  {
    file: 'api/filters/replacement/replacement.go',
    anchor: '\tscalarField.YNode().Value = serializedData\n',
    before: '\thooks.Active.Replaced(scalarField.YNode())\n',
  },
  {
    file: 'api/filters/nameref/nameref.go',
    anchor: '\tif err = node.PipeE(yaml.FieldSetter{\n\t\tName:        "name",\n',
    before: '\thooks.Active.Referring(nameNode.YNode(), &referral.RNode)\n',
  },
  {
    file: 'api/filters/nameref/nameref.go',
    anchor: '\treturn node.PipeE(yaml.FieldSetter{StringValue: referral.GetName()})\n',
    before: '\thooks.Active.Referring(node.YNode(), &referral.RNode)\n',
  },
]

/** What the recorder of Kustomize needs in the vendored files. */
export function kustomizeRecording(): Replacement[] {
  const own = '\t"sigs.k8s.io/kustomize/api/policygate/hooks"\n'
  const hooks: Hook[] = [...Object.entries(imports).map(([file, anchor]) => ({ file, anchor, before: own })), ...calls]
  return hooks.map(({ file, anchor, before = '', after = '' }) => ({
    file: `sigs.k8s.io/kustomize/${file}`,
    anchor,
    text: before + anchor + after,
  }))
}
