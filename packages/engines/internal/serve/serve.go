// Package serve is the frame of every engine: one JSON request on stdin, one JSON answer on stdout, then the end.
//
// A request is `{"operation": "helm.render", ...}`; an answer is `{"ok": ...}` or `{"error": {"message": ..., "file": ..., "line": ...}}`.
// Engines keep no state: the host starts a fresh instance for each request.
package serve

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
)

// Operation reads a request and gives what goes into `ok`.
type Operation func(request []byte) (any, error)

// Fault is an error that is the input's, with its place where that is known.
type Fault struct {
	Message string `json:"message"`
	File    string `json:"file,omitempty"`
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

func (f *Fault) Error() string { return f.Message }

// messageLength bounds messages: an endless include repeats itself a thousand times. Start and end tell the most.
const messageLength = 2000

// Shortened gives a copy whose message is not too long to read.
func (f *Fault) Shortened() *Fault {
	short := *f
	if runes := []rune(f.Message); len(runes) > messageLength {
		short.Message = string(runes[:messageLength/2]) + " ... " + string(runes[len(runes)-messageLength/2:])
	}
	return &short
}

// Main answers the request on stdin. Exit code 3 means that not even an answer could be written.
func Main(operations map[string]Operation) {
	// Requests are short and memory is capped by the host: collect seldom, but do so before the cap is near.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(640 << 20)
	request, err := io.ReadAll(os.Stdin)
	if err == nil {
		_, err = os.Stdout.Write(Answer(operations, request))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}

// Answer runs the operation that a request names. A panic of a library becomes an error like any other.
func Answer(operations map[string]Operation, request []byte) (answer []byte) {
	defer func() {
		if r := recover(); r != nil {
			answer = failure(fmt.Errorf("internal error: %v", r))
		}
	}()
	var head struct {
		Operation string `json:"operation"`
	}
	if err := json.Unmarshal(request, &head); err != nil {
		return failure(fmt.Errorf("request: %w", err))
	}
	operation, ok := operations[head.Operation]
	if !ok {
		return failure(fmt.Errorf("unknown operation %q", head.Operation))
	}
	result, err := operation(request)
	if err != nil {
		return failure(err)
	}
	answer, err = json.Marshal(map[string]any{"ok": result})
	if err != nil {
		return failure(err)
	}
	return answer
}

func failure(err error) []byte {
	var fault *Fault
	if !errors.As(err, &fault) {
		fault = &Fault{Message: err.Error()}
	}
	answer, _ := json.Marshal(map[string]any{"error": fault.Shortened()})
	return answer
}
