package trace

import (
	"reflect"
	"strings"
	"unsafe"
)

// pathNode is a path as its parent and last step: a key, or the index of an item. -1 is the parent of the roots, which are "Values" (of the
// root chart, those of subcharts in it), "Release", and "<chart>" (its Chart.yaml).
type pathNode struct {
	parent int
	key    string
	index  int
}

// keyStep follows the path of a value when the key itself is meant.
const keyStep = -2

// Seen is what the templates of a chart see; see Recorder of Helm's engine.
type Seen = struct {
	Chart string
	Top   map[string]any
	Files map[string][]byte
}

// Begin gives all values identities. The root chart comes first: its values hold those of the subcharts.
func (r *Recorder) Begin(charts []Seen) {
	for _, seen := range charts {
		root := r.path(-1, "Values")
		for _, name := range subcharts(seen.Chart) {
			root = r.path(root, name)
		}
		r.walkTop(seen.Top, "Values", root)
		r.walkTop(seen.Top, "Chart", r.path(-1, seen.Chart))
		r.walkTop(seen.Top, "Release", r.path(-1, "Release"))
		for name, content := range seen.Files {
			if len(content) > 0 {
				r.files[unsafe.Pointer(unsafe.SliceData(content))] = seen.Chart + "/" + name
			}
		}
	}
}

// subcharts gives the names below the root chart: a/charts/b/charts/c has b and c.
func subcharts(chart string) []string { return strings.Split(chart, "/charts/")[1:] }

func (r *Recorder) path(parent int, key string) int { return r.step(pathNode{parent, key, -1}) }

func (r *Recorder) item(parent, index int) int { return r.step(pathNode{parent, "", index}) }

func (r *Recorder) step(n pathNode) int {
	id, ok := r.pathIDs[n]
	if !ok {
		id = len(r.paths)
		r.paths = append(r.paths, n)
		r.pathIDs[n] = id
	}
	return id
}

func (r *Recorder) walkTop(top map[string]any, name string, path int) {
	if m := reflect.ValueOf(top[name]); m.IsValid() && m.Kind() == reflect.Map && m.CanConvert(mapType) {
		r.walkMap(m.Convert(mapType).Interface().(map[string]any), path)
	}
}

var mapType = reflect.TypeFor[map[string]any]()

// walkMap puts a copy with its own address in the place of each key and value.
func (r *Recorder) walkMap(m map[string]any, path int) {
	at := reflect.ValueOf(m).UnsafePointer()
	if _, ok := r.containers[at]; ok {
		return
	}
	r.containers[at] = path
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	for _, key := range keys {
		value, sub := m[key], r.path(path, key)
		delete(m, key)
		m[r.keep(key, carried(len(key), []int{r.item(sub, keyStep)}))] = r.walk(value, sub)
	}
}

func (r *Recorder) walk(v any, path int) any {
	switch x := v.(type) {
	case nil:
		return nil
	case map[string]any:
		r.walkMap(x, path)
		return v
	case []any:
		if len(x) == 0 {
			return r.own(v, []int{path}, nil)
		}
		at := unsafe.Pointer(unsafe.SliceData(x))
		if _, ok := r.containers[at]; !ok {
			r.containers[at] = path
			for i := range x {
				x[i] = r.walk(x[i], r.item(path, i))
			}
		}
		return v
	}
	if m := reflect.ValueOf(v); m.Kind() == reflect.Map && m.CanConvert(mapType) {
		r.walkMap(m.Convert(mapType).Interface().(map[string]any), path)
		return v
	}
	switch reflect.TypeOf(v).Kind() {
	case reflect.String, reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64, reflect.Uint64:
		return r.own(v, []int{path}, nil)
	}
	return v
}

// own gives a copy of a scalar (or empty list) an address of its own: Go shares those of small numbers, booleans and empty text. The trail
// is that of its text, where that comes from a template.
func (r *Recorder) own(v any, values []int, t *trail) any {
	copied := reflect.New(reflect.TypeOf(v)).Elem()
	if text, ok := v.(string); ok && text != "" {
		if t == nil {
			t = carried(len(text), values)
		}
		copied.SetString(r.keep(text, t))
	} else {
		copied.Set(reflect.ValueOf(v))
	}
	boxed := copied.Interface()
	r.boxes[box(boxed)] = values
	if t != nil {
		r.boxTrails[box(boxed)] = t
	}
	r.kept = append(r.kept, boxed)
	return boxed
}

// valuesOf names the values that v is.
func (r *Recorder) valuesOf(v any) []int {
	if v == nil {
		return nil
	}
	switch x := reflect.ValueOf(v); x.Kind() {
	case reflect.String:
		if t := r.trailOf(x.String()); t != nil {
			return t.values()
		}
	case reflect.Map, reflect.Slice:
		if id, ok := r.container(x); ok {
			return []int{id}
		}
	}
	return r.boxes[box(v)]
}

// container names the value that a map, or a list with items, is.
func (r *Recorder) container(v reflect.Value) (int, bool) {
	if v.Kind() == reflect.Slice && v.Len() == 0 {
		return 0, false
	}
	id, ok := r.containers[v.UnsafePointer()]
	return id, ok
}
