package trace

import (
	"fmt"
	"reflect"
)

// taken is a text that a function took, with its trail.
type taken struct {
	text  string
	trail *trail
	// literal: it stands in the template itself, so values are aligned before it.
	literal bool
}

// takenDepth and takenMost bound how much of a structure is looked at.
const (
	takenDepth = 3
	takenMost  = 4000
)

// takenTexts gives the texts and numbers in arguments that have a trail.
func (r *Recorder) takenTexts(arguments []reflect.Value) (all []taken) {
	for _, argument := range arguments {
		r.take(argument, &all, takenDepth)
	}
	return all
}

func (r *Recorder) take(v reflect.Value, all *[]taken, depth int) {
	if v = inner(v); !v.IsValid() || len(*all) > takenMost {
		return
	}
	switch v.Kind() {
	case reflect.String:
		text := v.String()
		if t := r.trailOf(text); t != nil {
			*all = append(*all, taken{text, t, len(t.segments) == 1 && t.segments[0].literal})
		} else {
			r.takeBox(v, text, all)
		}
	case reflect.Int, reflect.Int64, reflect.Uint64, reflect.Float64, reflect.Bool:
		r.takeBox(v, "", all)
	case reflect.Map:
		if depth > 0 {
			for it := v.MapRange(); it.Next(); {
				r.take(it.Key(), all, depth-1)
				r.take(it.Value(), all, depth-1)
			}
		}
	case reflect.Slice:
		if depth > 0 {
			for i := range v.Len() {
				r.take(v.Index(i), all, depth-1)
			}
		}
	}
}

func (r *Recorder) takeBox(v reflect.Value, text string, all *[]taken) {
	if !v.CanInterface() {
		return
	}
	if values, ok := r.boxes[box(v.Interface())]; ok {
		if v.Kind() != reflect.String {
			text = fmt.Sprint(v.Interface())
		}
		t := carried(len(text), values)
		if own := r.boxTrails[box(v.Interface())]; own != nil && v.Kind() != reflect.String {
			t = own.cut(0, len(text))
		}
		*all = append(*all, taken{text, t, false})
	}
}
