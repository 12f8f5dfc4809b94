"""Outside parties that speak their protocols over a local socket."""
