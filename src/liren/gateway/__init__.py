"""The gateway door: what fire installations, sensors and cameras speak. Codecs are pure; the process that listens is its own."""
