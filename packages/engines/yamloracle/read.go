package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	goyaml "go.yaml.in/yaml/v2"
	"sigs.k8s.io/yaml"
)

// Answer is what the decoder makes of one stream. With Error there are no documents.
type Answer struct {
	// Documents holds the JSON of every document, empty ones (null) included.
	Documents []json.RawMessage `json:"documents,omitempty"`
	// Error is why the stream was refused.
	Error string `json:"error,omitempty"`
	// Strict is why strict decoding, which knows duplicate keys, refused a stream that was read otherwise.
	Strict string `json:"strict,omitempty"`
}

// read decodes every document of a stream. sigs.k8s.io/yaml reads one document only, so that streams go through the decoder below it; where a
// stream has one document, its own functions must agree, or read panics: the comparison would not be with what the API server uses.
func read(text []byte) Answer {
	documents, err := decode(text, false)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	answer := Answer{Documents: documents}
	_, strict := decode(text, true)
	if strict != nil {
		answer.Strict = strict.Error()
	}
	if len(documents) == 1 {
		agree(text, documents[0], strict)
	}
	return answer
}

func decode(text []byte, strict bool) (documents []json.RawMessage, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	decoder := goyaml.NewDecoder(bytes.NewReader(text))
	decoder.SetStrict(strict)
	for {
		var value any
		if err := decoder.Decode(&value); errors.Is(err, io.EOF) {
			return documents, nil
		} else if err != nil {
			return nil, err
		}
		value, err := jsonable(value)
		if err != nil {
			return nil, err
		}
		document, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
}

func agree(text []byte, document json.RawMessage, strict error) {
	plain, err := yaml.YAMLToJSON(text)
	if err != nil || !bytes.Equal(plain, document) {
		panic(fmt.Sprintf("sigs.k8s.io/yaml gives %s, %v; the stream decoder %s: %q", plain, err, document, text))
	}
	if _, err := yaml.YAMLToJSONStrict(text); (err == nil) != (strict == nil) {
		panic(fmt.Sprintf("sigs.k8s.io/yaml gives %v, the stream decoder %v: %q", err, strict, text))
	}
}
