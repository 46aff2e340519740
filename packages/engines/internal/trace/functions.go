package trace

import (
	"fmt"
	"reflect"
	"text/template"
)

var anyType = reflect.TypeFor[any]()

// wrapAll wraps the functions of a chart. Of the template package's own only those that print are needed; include and tpl keep their
// trails through Open and Close.
func (r *Recorder) wrapAll(all template.FuncMap) template.FuncMap {
	wrapped := template.FuncMap{
		printFunction: r.print, testFunction: r.test, chooseFunction: r.choose,
		"printf": r.wrap("printf", fmt.Sprintf), "print": r.wrap("print", fmt.Sprint), "println": r.wrap("println", fmt.Sprintln),
	}
	for name, function := range all {
		if name == "include" || name == "tpl" {
			wrapped[name] = function
		} else {
			wrapped[name] = r.wrap(name, function)
		}
	}
	return wrapped
}

// wrap gives a function whose result has a trail. Numbers and booleans come back in an interface, which has an address; templates unwrap it.
func (r *Recorder) wrap(name string, function any) any {
	f := reflect.ValueOf(function)
	t := f.Type()
	if t.NumOut() == 0 {
		return function
	}
	var in, out []reflect.Type
	for i := range t.NumIn() {
		in = append(in, t.In(i))
	}
	for i := range t.NumOut() {
		out = append(out, t.Out(i))
	}
	after := r.afterFunction(name)
	switch out[0].Kind() {
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint64, reflect.Float64, reflect.Bool:
		out[0], after = anyType, r.afterNumber
	}
	return reflect.MakeFunc(reflect.FuncOf(in, out, t.IsVariadic()), func(arguments []reflect.Value) []reflect.Value {
		var results []reflect.Value
		if t.IsVariadic() {
			results = f.CallSlice(arguments)
		} else {
			results = f.Call(arguments)
		}
		results[0] = after(arguments, results[0])
		return results
	}).Interface()
}

type afterCall = func(arguments []reflect.Value, result reflect.Value) reflect.Value

func (r *Recorder) afterFunction(name string) afterCall {
	switch name {
	case "default", "coalesce", "ternary":
		return r.afterChoice
	case "toYaml", "mustToYaml", "toYamlPretty", "toJson", "mustToJson", "toRawJson", "mustToRawJson", "toPrettyJson", "mustToPrettyJson":
		return r.afterPrinting
	case "fromYaml", "fromYamlArray", "fromJson", "fromJsonArray", "mustFromJson":
		return r.afterParsing
	case "deepCopy", "mustDeepCopy", "omit", "pick":
		return r.afterCopy
	case "splitList", "split", "splitn", "regexSplit", "mustRegexSplit", "regexFindAll", "mustRegexFindAll", "sortAlpha", "toStrings", "keys",
		"values", "tuple", "urlParse", "fromToml":
		return r.afterTaking
	}
	return r.afterText
}

// afterText aligns text that a function gives with the texts that it took.
func (r *Recorder) afterText(arguments []reflect.Value, result reflect.Value) reflect.Value {
	v := inner(result)
	if !v.IsValid() || v.Kind() != reflect.String || v.String() == "" || r.trailOf(v.String()) != nil {
		return result
	}
	return r.withTrail(result, v, align(v.String(), r.takenTexts(arguments)))
}

// withTrail puts a text with its trail in the place of a result.
func (r *Recorder) withTrail(result, text reflect.Value, t *trail) reflect.Value {
	if t == nil {
		return result
	}
	kept := reflect.New(result.Type()).Elem()
	kept.Set(reflect.ValueOf(r.keep(text.String(), t)).Convert(text.Type()))
	return kept
}

// afterNumber names the operands of a number, and what was asked for a boolean.
func (r *Recorder) afterNumber(arguments []reflect.Value, result reflect.Value) reflect.Value {
	var values []int
	for _, argument := range arguments {
		a := inner(argument)
		if result.Kind() == reflect.Bool {
			if a.IsValid() && a.CanInterface() {
				values = union(values, r.valuesOf(a.Interface()))
				if a.Kind() == reflect.String {
					values = union(values, r.trailOf(a.String()).passedOver())
				}
			}
			continue
		}
		for _, taken := range r.takenTexts([]reflect.Value{argument}) {
			values = union(values, taken.trail.values())
		}
	}
	v := result.Interface()
	if len(values) > 0 {
		v = r.own(v, values, nil)
	}
	boxed := reflect.New(anyType).Elem()
	boxed.Set(reflect.ValueOf(v))
	return boxed
}

// afterChoice (default, coalesce, ternary) names the values that were asked and passed over too.
func (r *Recorder) afterChoice(arguments []reflect.Value, result reflect.Value) reflect.Value {
	chosen := inner(result)
	if !chosen.IsValid() {
		return result
	}
	var asked []int
	ask := func(a reflect.Value) {
		if a = inner(a); a.IsValid() && a.CanInterface() {
			asked = union(asked, r.valuesOf(a.Interface()))
			if a.Kind() == reflect.String {
				asked = union(asked, r.trailOf(a.String()).passedOver())
			}
		}
	}
	for _, argument := range arguments {
		if argument.Kind() == reflect.Slice {
			for i := range argument.Len() {
				ask(argument.Index(i))
			}
		} else {
			ask(argument)
		}
	}
	named := r.chosen(chosen.Interface(), asked)
	kept := reflect.New(result.Type()).Elem()
	kept.Set(reflect.ValueOf(named))
	return kept
}

// chosen gives a scalar that also names the values that were asked for it and are not in it.
func (r *Recorder) chosen(v any, asked []int) any {
	values := r.valuesOf(v)
	rest := without(asked, values)
	if len(rest) == 0 {
		return v
	}
	text, isText := v.(string)
	switch kind := reflect.ValueOf(v).Kind(); {
	case isText && text == "", kind == reflect.Bool:
		return r.own(v, union(values, rest), nil)
	case isText:
		return r.keep(text, insteadOf(r.trailOf(text), len(text), values, rest))
	case kind == reflect.Float64, kind == reflect.Int, kind == reflect.Int64:
		return r.own(v, values, insteadOf(r.boxTrails[box(v)], len(fmt.Sprint(v)), values, rest))
	}
	return v
}

// insteadOf gives a trail that also names what was asked before.
func insteadOf(known *trail, length int, values, asked []int) *trail {
	if known == nil {
		known = carried(length, values)
	}
	through := known.cut(0, length)
	for i := range through.segments {
		through.segments[i].instead = union(through.segments[i].instead, asked)
	}
	return through
}

// inner takes a value out of its interfaces.
func inner(v reflect.Value) reflect.Value {
	for v.IsValid() && v.Kind() == reflect.Interface {
		if v.IsNil() {
			return reflect.Value{}
		}
		v = reflect.ValueOf(v.Interface())
	}
	return v
}
