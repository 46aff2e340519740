// Package http stands in for net/http in the engines. It has the names that the linked code mentions, and no code that could reach
// a network: every use of a client gives ErrNoNetwork. Only sniff.go of the original stays (DetectContentType).
package http

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/url"
	"time"
)

// ErrNoNetwork is the answer to every request.
var ErrNoNetwork = errors.New("network access is not available in the policy-gate sandbox")

// ErrUseLastResponse is named by redirect policies.
var ErrUseLastResponse = errors.New("net/http: use last response")

const (
	MethodGet              = "GET"
	StatusOK               = 200
	StatusMovedPermanently = 301
	StatusNotFound         = 404
)

// StatusText knows the one status that the linked code prints.
func StatusText(code int) string {
	if code == StatusOK {
		return "OK"
	}
	return ""
}

// Header has single values only.
type Header map[string][]string

func (h Header) Set(key, value string) { h[key] = []string{value} }

func (h Header) Get(key string) string {
	if values := h[key]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// Request is built by callers and refused by clients.
type Request struct {
	Method        string
	URL           *url.URL
	Header        Header
	Body          io.ReadCloser
	ContentLength int64
	ctx           context.Context
}

func NewRequest(method, target string, body io.Reader) (*Request, error) {
	return NewRequestWithContext(context.Background(), method, target, body)
}

func NewRequestWithContext(ctx context.Context, method, target string, _ io.Reader) (*Request, error) {
	parsed, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	return &Request{Method: method, URL: parsed, Header: Header{}, ctx: ctx}, nil
}

func (r *Request) Context() context.Context {
	if r.ctx == nil {
		return context.Background()
	}
	return r.ctx
}

func (*Request) SetBasicAuth(_, _ string) {}

// Response is never made.
type Response struct {
	Status     string
	StatusCode int
	Header     Header
	Body       io.ReadCloser
	Request    *Request
}

// RoundTripper, Transport and Client: no way out.
type RoundTripper interface {
	RoundTrip(*Request) (*Response, error)
}

type Transport struct {
	Proxy           func(*Request) (*url.URL, error)
	TLSClientConfig any
}

func (*Transport) RoundTrip(*Request) (*Response, error) { return nil, ErrNoNetwork }

type Client struct {
	Transport     RoundTripper
	CheckRedirect func(*Request, []*Request) error
	Timeout       time.Duration
}

var DefaultClient = &Client{}

func (*Client) Do(*Request) (*Response, error)        { return nil, ErrNoNetwork }
func (*Client) Get(string) (*Response, error)         { return nil, ErrNoNetwork }
func Get(string) (*Response, error)                   { return nil, ErrNoNetwork }
func ProxyFromEnvironment(*Request) (*url.URL, error) { return nil, nil }

// ResponseWriter, MaxBytesReader and MaxBytesError belong to servers; there is none.
type ResponseWriter interface {
	Header() Header
	Write([]byte) (int, error)
	WriteHeader(int)
}

type MaxBytesError struct{ Limit int64 }

func (*MaxBytesError) Error() string { return "http: request body too large" }

func MaxBytesReader(_ ResponseWriter, body io.ReadCloser, _ int64) io.ReadCloser { return body }

// NoBody is an empty body.
var NoBody io.ReadCloser = noBody{}

type noBody struct{}

func (noBody) Read([]byte) (int, error) { return 0, io.EOF }
func (noBody) Close() error             { return nil }

// File and FileSystem are interfaces that others implement.
type File interface {
	io.Closer
	io.Reader
	io.Seeker
	Readdir(count int) ([]fs.FileInfo, error)
	Stat() (fs.FileInfo, error)
}

type FileSystem interface {
	Open(name string) (File, error)
}
