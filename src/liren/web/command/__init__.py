"""指挥中心: what a duty room keeps open day and night, and a mayor sees on the wall."""
