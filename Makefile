# 里仁：只需要 Python 3.11 以上和 make。不写目标时显示说明。
# Needs Python 3.11 or newer and make, nothing else.

SHELL := /bin/sh
PORT ?= 8000
BIN := .venv/bin
READY := .venv/.ready
BUILT := src/liren/web/static/built/.made
COMPILED := src/liren/places/partition/__pycache__/.compiled
ISLANDS := $(shell find src/liren/web/islands -type f)
# 编译好的模块留着：每个进程启动快一倍，测试要启动几百个。
export PYTHONDONTWRITEBYTECODE =
NOWHERE := LIREN_SECRET_KEY=check LIREN_SEAL_KEY=00 LIREN_DATABASE_URL=postgresql:///nowhere
HERE = $(filter-out tests/walks tests/__pycache__,$(patsubst %/,%,$(wildcard tests/*/)))

.PHONY: help setup demo test check bench docs browser
.DEFAULT_GOAL := help

help: ## 显示这段说明
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) $(BUILT) $(COMPILED) ## 建立 .venv，装好 .venv/bin/liren 和页面上的地图、图表

$(READY): pyproject.toml uv.lock
	@test -x $(BIN)/python || ./.ci/python -m venv .venv || { echo "虚拟环境没有建成。Debian/Ubuntu 请先安装 python3-venv。" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv sync --frozen --inexact --quiet
	@touch $@

node_modules/.ready: package.json package-lock.json | $(READY)
	@$(BIN)/python .ci/npm ci --silent --no-fund --no-audit
	@touch $@

$(BUILT): node_modules/.ready vite.config.ts tsconfig.json $(ISLANDS)
	@$(BIN)/python .ci/npm run --silent build -- --logLevel error
	@touch $@

$(COMPILED): $(wildcard src/liren/places/partition/*.py) | $(READY)
	@$(BIN)/python -m liren.places.partition.ahead
	@mkdir -p $(@D) && touch $@

demo: setup ## 启动示范镇，浏览器打开 http://127.0.0.1:8000（PORT=8001 可换端口）
	@$(BIN)/liren demo --tied --port $(PORT)

test: setup browser ## 全部测试：规则、房间、浏览器走查
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile $(HERE)
	@if [ -d tests/walks ]; then $(BIN)/python -m pytest -q -n 2 --dist loadfile tests/walks; fi

browser: setup
	@$(BIN)/python tests/browser.py

check: export LIREN_SECRET_KEY = check
check: export LIREN_SEAL_KEY = 00
check: export LIREN_DATABASE_URL = postgresql:///check
check: setup ## 格式、类型、房间之间的边界、迁移、模板、事项目录
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(NOWHERE) $(BIN)/mypy
	@$(BIN)/lint-imports
	@$(NOWHERE) $(BIN)/python -W ignore -m liren.config.manage makemigrations --check --dry-run
	@$(BIN)/python .ci/npm run --silent check
	@$(BIN)/djlint --lint --quiet src/liren
	@$(BIN)/liren check-catalogue
	@$(BIN)/liren docs --check

bench: setup ## 性能：语句数、CPU、与 pgbench 之比
	@$(BIN)/python -m benchmarks

docs: setup ## 重新生成参考文档
	@$(BIN)/liren docs
