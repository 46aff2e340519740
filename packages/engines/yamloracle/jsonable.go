package main

import (
	"fmt"
	"strconv"
)

// jsonable turns decoded YAML into what encoding/json can write, with keys made strings as sigs.k8s.io/yaml makes them. Keys that become one
// and the same string are an error here: which one sigs.k8s.io/yaml keeps is random.
func jsonable(value any) (any, error) {
	switch value := value.(type) {
	case map[any]any:
		object := make(map[string]any, len(value))
		for key, child := range value {
			name, err := keyString(key)
			if err != nil {
				return nil, err
			}
			if _, taken := object[name]; taken {
				return nil, fmt.Errorf("two keys become %q", name)
			}
			if object[name], err = jsonable(child); err != nil {
				return nil, err
			}
		}
		return object, nil
	case []any:
		list := make([]any, len(value))
		for i, child := range value {
			var err error
			if list[i], err = jsonable(child); err != nil {
				return nil, err
			}
		}
		return list, nil
	}
	return value, nil
}

func keyString(key any) (string, error) {
	switch key := key.(type) {
	case string:
		return key, nil
	case int:
		return strconv.Itoa(key), nil
	case int64:
		return strconv.FormatInt(key, 10), nil
	case float64:
		switch text := strconv.FormatFloat(key, 'g', -1, 32); text {
		case "+Inf":
			return ".inf", nil
		case "-Inf":
			return "-.inf", nil
		case "NaN":
			return ".nan", nil
		default:
			return text, nil
		}
	case bool:
		return strconv.FormatBool(key), nil
	}
	return "", fmt.Errorf("unsupported map key %v", key)
}
