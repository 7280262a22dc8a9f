// Validates dashboard files against Grafana's schema of dashboards, panels and queries, as the Foundation SDK has it in Go:
// unknown fields, wrong types, missing fields and values outside of the schema's bounds are errors. Grafana publishes no
// JSON Schema in a package.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/grafana/grafana-foundation-sdk/go/cog"
	"github.com/grafana/grafana-foundation-sdk/go/cog/plugins"
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

func main() {
	plugins.RegisterDefaultPlugins()
	failed := len(os.Args) < 2
	if failed {
		fmt.Fprintln(os.Stderr, "usage: validate FILE...")
	}
	for _, path := range os.Args[1:] {
		if err := validate(path); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", path, err)
			failed = true
		}
	}
	if failed {
		os.Exit(1)
	}
}

func validate(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return err
	}
	// Of the import by hand; they are not part of a dashboard.
	delete(fields, "__inputs")
	delete(fields, "__requires")
	own, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	var board dashboard.Dashboard
	if err := found(board.UnmarshalJSONStrict(own)); err != nil {
		return err
	}
	return found(board.Validate())
}

// The SDK answers an empty list where nothing is wrong.
func found(err error) error {
	var list cog.BuildErrors
	if errors.As(err, &list) && len(list) == 0 {
		return nil
	}
	return err
}
