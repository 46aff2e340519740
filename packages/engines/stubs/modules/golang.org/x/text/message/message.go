// Package message prints the messages of the checker of values schemas: English ones, in which numbers have commas between thousands.
package message

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

// Printer prints messages.
type Printer struct{}

// NewPrinter gives a printer of English messages.
func NewPrinter(language.Tag) *Printer { return &Printer{} }

// Sprintf is fmt.Sprintf with commas in numbers.
func (*Printer) Sprintf(format string, arguments ...any) string {
	grouped := make([]any, len(arguments))
	for i, argument := range arguments {
		switch v := reflect.ValueOf(argument); v.Kind() {
		case reflect.Int, reflect.Int64:
			grouped[i] = number(strconv.FormatInt(v.Int(), 10))
		case reflect.Float64:
			grouped[i] = float(v.Float())
		default:
			grouped[i] = argument
		}
	}
	return fmt.Sprintf(format, grouped...)
}

// float gives the form of %v: powers of ten from a million on, and below a ten-thousandth.
func float(v float64) number {
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(v, 'e', -1, 64), "e")
	if power, err := strconv.Atoi(exponent); err != nil || (power >= -4 && power < 6) {
		return number(strconv.FormatFloat(v, 'f', -1, 64))
	}
	return number(mantissa + "×10" + raised.Replace(exponent))
}

var raised = strings.NewReplacer("+", "", "-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")

// number is the digits of a number; it prints the same for every verb.
type number string

// Format writes the number, with commas between the thousands where it is written out.
func (n number) Format(state fmt.State, _ rune) {
	if strings.Contains(string(n), "×") {
		fmt.Fprint(state, string(n))
		return
	}
	digits, sign := strings.CutPrefix(string(n), "-")
	whole, fraction, dot := strings.Cut(digits, ".")
	var out strings.Builder
	if sign {
		out.WriteByte('-')
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			out.WriteByte(',')
		}
		out.WriteRune(digit)
	}
	if dot {
		out.WriteString("." + fraction)
	}
	fmt.Fprint(state, out.String())
}
