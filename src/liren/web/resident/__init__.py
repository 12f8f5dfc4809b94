"""The resident's face: report, ask for help, follow, rate, find the keeper. No login, no script needed."""
