// Serves CUE's registry, which keeps everything in memory, on 127.0.0.1:PORT, any one for 0: a registry by other makers than
// Distribution's and crane's, for the acceptance tests.
package main

import (
	"log"
	"net/http"
	"os"

	"cuelabs.dev/go/oci/ociregistry/ocimem"
	"cuelabs.dev/go/oci/ociregistry/ociserver"
)

func main() {
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Args[1], ociserver.New(ocimem.New(), nil)))
}
