// Plans leave the engine as JSON, so the protobuf form (and the protobuf runtime) is left out.

package ir
