package trace

import (
	"fmt"
	"reflect"
)

// Bounds of what is walked: deeper and longer structures are left without a trail.
const (
	copiedDepth = 12
	takenLeaves = 2000
)

// afterCopy gives a copy, whole or in part, the identity of what was copied.
func (r *Recorder) afterCopy(arguments []reflect.Value, result reflect.Value) reflect.Value {
	r.copied(arguments[0], result, copiedDepth)
	return result
}

func (r *Recorder) copied(from, to reflect.Value, depth int) {
	from, to = inner(from), inner(to)
	if depth == 0 || !from.IsValid() || !to.IsValid() || from.Kind() != to.Kind() {
		return
	}
	switch from.Kind() {
	case reflect.Map:
		r.sameContainer(from, to)
		for it := from.MapRange(); it.Next(); {
			copied := to.MapIndex(it.Key())
			if !copied.IsValid() {
				continue
			}
			value := inner(it.Value())
			if value.IsValid() && value.Kind() != reflect.Map && value.Kind() != reflect.Slice && value.Kind() != reflect.String {
				if values, ok := r.boxes[box(value.Interface())]; ok && to.Type().Elem().Kind() == reflect.Interface {
					to.SetMapIndex(it.Key(), reflect.ValueOf(r.own(value.Interface(), values, r.boxTrails[box(value.Interface())])))
				}
				continue
			}
			r.copied(it.Value(), copied, depth-1)
		}
	case reflect.Slice:
		r.sameContainer(from, to)
		for i := 0; i < from.Len() && i < to.Len(); i++ {
			r.copied(from.Index(i), to.Index(i), depth-1)
		}
	}
}

func (r *Recorder) sameContainer(from, to reflect.Value) {
	if id, ok := r.container(from); ok && (to.Kind() == reflect.Map || to.Len() > 0) {
		r.containers[to.UnsafePointer()] = id
		r.kept = append(r.kept, to.Interface())
	}
}

// afterTaking aligns each text in a structure with the texts that the function took.
func (r *Recorder) afterTaking(arguments []reflect.Value, result reflect.Value) reflect.Value {
	switch inner(result).Kind() {
	case reflect.Map, reflect.Slice:
		if from := r.takenTexts(arguments); len(from) > 0 {
			r.leaves(result, func(leaf string) *trail { return align(leaf, append([]taken{}, from...)) })
		}
	}
	return result
}

// leaves gives the scalars of a structure trails, where they have none and there is one.
func (r *Recorder) leaves(v reflect.Value, find func(leaf string) *trail) {
	left := takenLeaves
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		v = inner(v)
		if !v.IsValid() || left <= 0 {
			return
		}
		leaf := func(x reflect.Value) (reflect.Value, bool) {
			if x = inner(x); !x.IsValid() {
				return x, false
			}
			left--
			switch x.Kind() {
			case reflect.Map, reflect.Slice:
				walk(x)
			default:
				return r.leaf(x, func() *trail { return find(fmt.Sprint(x.Interface())) })
			}
			return x, false
		}
		switch v.Kind() {
		case reflect.Map:
			for _, key := range v.MapKeys() {
				if x, ok := leaf(v.MapIndex(key)); ok {
					v.SetMapIndex(key, x)
				}
			}
		case reflect.Slice:
			for i := range v.Len() {
				if x, ok := leaf(v.Index(i)); ok && v.Index(i).CanSet() {
					v.Index(i).Set(x)
				}
			}
		}
	}
	walk(v)
}

// leaf gives a scalar an identity of its own with a trail; false when it has one or there is none.
func (r *Recorder) leaf(x reflect.Value, find func() *trail) (reflect.Value, bool) {
	switch x.Kind() {
	case reflect.String:
		if text := x.String(); text != "" && r.trailOf(text) == nil {
			if t := find(); t != nil {
				return reflect.ValueOf(r.keep(text, t)), true
			}
		}
	case reflect.Float64, reflect.Int64, reflect.Int, reflect.Bool:
		if _, ok := r.boxes[box(x.Interface())]; !ok {
			if t := find(); t != nil {
				return reflect.ValueOf(r.own(x.Interface(), t.values(), t)), true
			}
		}
	}
	return x, false
}
