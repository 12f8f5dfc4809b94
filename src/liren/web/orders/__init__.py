"""点单, 派单, 接单, 评单: the pages of the requester, of the community that sees to it, and of the members who help."""
