"""The one word by which everything about a drill (演练) is told from what is real, wherever it is shown or sent."""

MARK = "【演练】"
