package serve

import (
	"encoding/base64"
	"encoding/json"
)

// Content is a file in a request: text as a JSON string, anything that is not UTF-8 as `{"base64": "..."}`.
type Content []byte

// UnmarshalJSON reads both forms.
func (c *Content) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '{' {
		var binary struct {
			Base64 string `json:"base64"`
		}
		if err := json.Unmarshal(data, &binary); err != nil {
			return err
		}
		decoded, err := base64.StdEncoding.DecodeString(binary.Base64)
		*c = decoded
		return err
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	*c = []byte(text)
	return nil
}
