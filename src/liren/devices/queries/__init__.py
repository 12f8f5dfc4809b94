"""What pages, flows and the gateway may ask of devices."""
