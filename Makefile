# What to do with this repository. `make` alone lists it. Only Go is needed; `make test` sees to the rest.

# The tools' own go.mod files pin them, apart from what the hotline itself is built from.
staticcheck := go tool -modfile=tools/staticcheck/go.mod staticcheck
golangci    := go tool -modfile=tools/golangci-lint/go.mod golangci-lint
aldaba      := go run ./cmd/aldaba

# No version is stamped here, and a checkout that belongs to somebody else would fail for it.
ifeq (,$(findstring -buildvcs,$(shell go env GOFLAGS)))
export GOFLAGS := $(strip $(shell go env GOFLAGS) -buildvcs=false)
endif

.NOTPARALLEL: # the steps of `make test` come in their order, even with -j
.PHONY: help run test needs vet format check transcripts fuzz unit soak bench fmt lint

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: ## try the hotline in a browser: two simulated phones, nothing kept
	@echo 'Compiling; the first time takes a minute or two.' >&2
	@go build -o bin/aldaba ./cmd/aldaba
	@bin/aldaba demo

test: needs vet format check transcripts fuzz unit ## everything that must hold; installs what it needs where it may

needs:
	@tools/install-test-needs

vet:
	go vet ./...
	go vet -tags soak ./cmd/aldaba
	$(staticcheck) ./...

format:
	@unformatted=$$(gofmt -l .) && [ -z "$$unformatted" ] || { printf 'Run "make fmt"; not formatted:\n%s\n' "$$unformatted"; exit 1; }

check: ## do flows, texts and words fit together?
	$(aldaba) check

transcripts:
	$(aldaba) test

fuzz: ## five seconds of random input for each fuzz target
	tools/fuzz 5s

# What bot/house_test.go holds to be pure runs nothing side by side; the race detector would only make it ten times as slow. It watches how
# the others call it. Of bot/store and bot/twilio, what says `racetest.Alone` is left to the run without it.
pure := bot/text bot/strict bot/flow bot/understand bot/say bot/dispatch bot/outbox bot/local bot/place bot/roster bot/broadcast bot/proof bot/review bot/enrol bot/book/...

unit:
	go test $(pure:%=./%) ./bot/store ./bot/twilio
	go test -race -timeout 20m $$(go list ./cmd/aldaba ./... | grep -vxF "$$(go list $(pure:%=./%))") # the longest first, beside the others

soak: ## the long runs: a spreadsheet program, servers killed 1,440 times, 10,000 acknowledgements, a flood of ten minutes; about half an hour
	tools/install-test-needs soffice
	go test -tags soak -run TestASpreadsheetProgram -v ./cmd/aldaba
	ALDABA_SOAK=1 go test -timeout 80m -parallel 6 -run TestKilledInstancesLoseNothing -v ./cmd/aldaba
	ALDABA_SOAK=1 go test -timeout 80m -parallel 4 -run 'TestKillsLoseNoReport|TestOneOfManyTakesCharge|TestTwoOfManyGo|TestFiveHundred|TestDeadlines|TestReportsWake|TestAHundredRaids' -v ./cmd/aldaba
	ALDABA_SOAK=1 go test -timeout 80m -run TestKillsWriteToNobodyTwice -v ./cmd/aldaba
	ALDABA_SOAK=1 go test -timeout 80m -run TestAFloodKeepsNoReportFromAnybody -v ./cmd/aldaba

bench: ## how fast it is
	go test -timeout 60m -run '^$$' -bench . -benchmem ./bot/... ./cmd/...

fmt: ## format the Go code
	gofmt -w .

hant: ## write the texts of Traditional Chinese from those of Simplified Chinese
	cd tools/hant && go build -o $(CURDIR)/bin/hant . && cd $(CURDIR) && bin/hant

lint: ## stricter than test; building the linter takes minutes the first time
	$(golangci) run
