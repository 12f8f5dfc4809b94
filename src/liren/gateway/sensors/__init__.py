"""Sensors that speak JSON: values by name, and what they mean by a profile of the catalogue. Over MQTT, CTWing and OneNET alike."""
