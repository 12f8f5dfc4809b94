"""器: devices, what they say, the alarms that follow from it, and views of cameras."""
