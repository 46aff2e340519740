package gotemplate

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// operation is one of RFC 6902.
type operation struct {
	Op    string `json:"op"`
	Path  string `json:"path"`
	From  string `json:"from"`
	Value any    `json:"value"`
}

// apply gives the document with the operations applied in order; what it shares with the original stays unchanged.
func apply(document any, operations []operation) (any, error) {
	for _, o := range operations {
		var err error
		value := o.Value
		switch o.Op {
		case "move", "copy":
			if value, err = at(document, o.From); err == nil && o.Op == "move" {
				document, err = edit(document, parts(o.From), "remove", nil)
			}
			if err == nil {
				document, err = edit(document, parts(o.Path), "add", value)
			}
		case "test":
			var found any
			if found, err = at(document, o.Path); err == nil && !reflect.DeepEqual(found, value) {
				err = fmt.Errorf("the value is another one")
			}
		case "add", "remove", "replace":
			document, err = edit(document, parts(o.Path), o.Op, value)
		default:
			err = fmt.Errorf("no such operation")
		}
		if err != nil {
			return nil, fmt.Errorf("templatePatch: %s %s: %w", o.Op, o.Path, err)
		}
	}
	return document, nil
}

func parts(pointer string) []string {
	if pointer == "" {
		return nil
	}
	keys := strings.Split(strings.TrimPrefix(pointer, "/"), "/")
	for i, key := range keys {
		keys[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(key)
	}
	return keys
}

func at(document any, pointer string) (any, error) {
	for _, key := range parts(pointer) {
		switch value := document.(type) {
		case map[string]any:
			next, ok := value[key]
			if !ok {
				return nil, fmt.Errorf("there is no %s", key)
			}
			document = next
		case []any:
			i, err := index(key, len(value)-1)
			if err != nil {
				return nil, err
			}
			document = value[i]
		default:
			return nil, fmt.Errorf("there is no %s", key)
		}
	}
	return document, nil
}

func index(key string, most int) (int, error) {
	i, err := strconv.Atoi(key)
	if err != nil || i < 0 || i > most {
		return 0, fmt.Errorf("there is no item %s", key)
	}
	return i, nil
}

func edit(document any, keys []string, op string, value any) (any, error) {
	if len(keys) == 0 {
		if op == "remove" {
			return nil, nil
		}
		return value, nil
	}
	key, last := keys[0], len(keys) == 1
	switch node := document.(type) {
	case map[string]any:
		before, exists := node[key]
		if !exists && (!last || op != "add") {
			return nil, fmt.Errorf("there is no %s", key)
		}
		copied := make(map[string]any, len(node)+1)
		for name, item := range node {
			copied[name] = item
		}
		if last && op == "remove" {
			delete(copied, key)
			return copied, nil
		}
		after, err := edit(before, keys[1:], op, value)
		copied[key] = after
		return copied, err
	case []any:
		copied := slices.Clone(node)
		if last && op == "add" {
			if key == "-" {
				return append(copied, value), nil
			}
			i, err := index(key, len(node))
			if err != nil {
				return nil, err
			}
			return slices.Insert(copied, i, value), nil
		}
		i, err := index(key, len(node)-1)
		if err != nil {
			return nil, err
		}
		if last && op == "remove" {
			return slices.Delete(copied, i, i+1), nil
		}
		copied[i], err = edit(node[i], keys[1:], op, value)
		return copied, err
	}
	return nil, fmt.Errorf("there is no %s", key)
}
