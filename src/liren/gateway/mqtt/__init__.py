"""Sensors over MQTT: an edge broker (mosquitto) knows the devices and their passwords, Liren is its one subscriber.

A device's identity is the user name it logged in with: the broker's access file lets it publish only below its own name.
"""

WIRE = "mqtt"
