# Every target sets up what it needs. `make app` serves, `make test` tests; see README.md.
PYTHON ?= python3
PORT ?= 8501
BIN := .venv/bin
# One test worker a core, but not so many that browsers starve one another.
JOBS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); echo $$((n > 6 ? 6 : n)))

.PHONY: app test test-quick check bench bench-class pictures texts lessons clean

app: .venv/app
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: .venv/dev .venv/browser
	$(BIN)/pytest -n $(JOBS) --dist loadgroup

# What tells soonest: all that needs no browser, then each lesson's first screen, the player, the ruler and links.
QUICK := tests/core tests/ui $(wildcard tests/test_*.py) $(addprefix tests/browser/, lessons/test_every_lesson.py \
	player/test_ruler.py player/test_transport.py session/test_links.py)
test-quick: .venv/dev .venv/browser
	$(BIN)/pytest -n $(JOBS) --dist loadgroup $(QUICK)

check: .venv/dev .venv/npm/done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/node .venv/npm/node_modules/@biomejs/biome/bin/biome ci
	$(BIN)/node .venv/npm/node_modules/typescript/bin/tsc

bench: .venv/dev .venv/browser
	$(BIN)/python -m benchmarks

# A class of up to 300 on one server. For less: make bench-class CLASS="100 --seconds 20 --stay"
# The memory over time, while students come and go: make bench-class CLASS=--coming-and-going
bench-class: .venv/dev
	$(BIN)/python -m benchmarks.classroom $(CLASS)

pictures: .venv/dev .venv/browser
	$(BIN)/python -m tests.browser.pictures

texts: .venv/dev
	@$(BIN)/python -m tests.texts

lessons: .venv/app
	$(BIN)/python -m ui.guides

clean:
	rm -rf .venv

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/app: requirements.txt | .venv/bin/python
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/dev: requirements-dev.txt .venv/app
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

# What checks the player's scripts, by the Node.js of requirements-dev.txt.
.venv/npm/done: package.json package-lock.json .venv/dev
	@mkdir -p .venv/npm && cp package.json package-lock.json .venv/npm
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm ci --prefix .venv/npm --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.venv/browser: .venv/dev tests/browser/find_browser.py
	$(BIN)/python tests/browser/find_browser.py --install
	@touch $@
