// Command yamloracle answers how the Kubernetes API server's decoder reads YAML. Tests of the scanner's own reader compare with it; nothing
// else uses it.
//
// It reads one JSON string per line, each the text of a YAML stream, and writes one answer per line.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for in.More() {
		var text string
		if err := in.Decode(&text); err != nil {
			return err
		}
		if err := encoder.Encode(read([]byte(text))); err != nil {
			return err
		}
	}
	return out.Flush()
}
