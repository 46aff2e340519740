// Not a module that is built: this file keeps `./...` of the engines out of the stand-ins below.
module stubs

go 1.26.0
