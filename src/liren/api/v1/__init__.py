"""The JSON API, version 1: one table of operations that answers requests and writes the OpenAPI document."""
