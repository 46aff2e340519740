package target

import "sigs.k8s.io/kustomize/api/resmap"

// OriginsOnly leaves out the list of all transformers of each object, which costs more than the rest of a build and which nobody reads
// but those who ask for `buildMetadata: [transformerAnnotations]`; the engine sets it in builds of its own where it wants origins.
var OriginsOnly bool

// multiTransformer runs transformers one after the other.
type multiTransformer struct {
	transformers []*resmap.TransformerWithProperties
}

func newMultiTransformer(t []*resmap.TransformerWithProperties) resmap.Transformer {
	return &multiTransformer{transformers: append([]*resmap.TransformerWithProperties{}, t...)}
}

func (o *multiTransformer) Transform(m resmap.ResMap) error {
	for _, t := range o.transformers {
		before := m.Size()
		if err := t.Transform(m); err != nil {
			return err
		}
		var err error
		switch {
		case !OriginsOnly && t.Origin != nil:
			err = m.AddTransformerAnnotation(t.Origin)
		case OriginsOnly && m.Size() > before:
			err = m.AddOriginAnnotation(t.Origin)
		}
		if err != nil {
			return err
		}
		m.DropEmpties()
	}
	return nil
}
