.DEFAULT_GOAL := help
.PHONY: help run test dist bench

help: ## say what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## install what is missing, build, and serve the demonstration year on 127.0.0.1:3000
	@.ci/serve

test: ## everything CI checks; ONLY="format clippy" runs just those steps
	@.ci/test $(ONLY)

dist: ## one stripped binary with everything inside: target/dist/egret
	@.ci/dist

bench: ## measure speed on this machine and print a table; ONLY="catalogue" runs just those scenarios
	@.ci/bench $(ONLY)
