# Auditfolio. `make help` lists the targets; `make checklists` and `make check` are the two that need nothing but git and make.
VERSION := 0.1.0

PREFIX ?= /usr/local
DESTDIR ?=
bindir = $(PREFIX)/bin
datadir = $(PREFIX)/share/auditfolio
mandir = $(PREFIX)/share/man
completiondir = $(PREFIX)/share/bash-completion/completions

# All that is made is here. `make asan` is this Makefile again with a folder of its own and SANITIZE set.
BUILD := .build
SANITIZE :=
PROGRAM := $(BUILD)/auditfolio
LIBRARY := $(BUILD)/libauditfolio.a
GENERATED := $(BUILD)/generated

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory
# `make V=1` shows the commands.
Q := $(if $(V),,@)
# Targets that do their own set-up call make again, on all processors unless -j was given.
SUBMAKE = $(MAKE) $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc) -Otarget)

# --- what is compiled with what ---

PACKAGES := libxml-2.0 libxslt libexslt glib-2.0 gobject-2.0 gio-2.0 cairo cairo-pdf cairo-png cairo-svg pango pangocairo pangoft2 \
	fontconfig harfbuzz icu-uc icu-i18n libqpdf gmime-3.0
# Loaded when they are needed (src/base/library.h), not linked: only their headers are.
LOADED_PACKAGES := librsvg-2.0 libcurl json-glib-1.0

# Only targets that compile ask for the libraries: the others work before `make setup`.
COMPILING := $(filter-out setup checklists check asan clean uninstall help format,$(or $(MAKECMDGOALS),all))
ifneq ($(COMPILING),)
# A library's headers are not ours to warn about: -isystem.
PACKAGE_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PACKAGES) $(LOADED_PACKAGES) 2>/dev/null || echo missing))
ifneq ($(filter missing,$(PACKAGE_CFLAGS)),)
$(error Libraries are missing: run `make setup`)
endif
# libhyphen has no .pc file.
PACKAGE_LIBS := $(shell pkg-config --libs $(PACKAGES)) -lhyphen -lm
endif

CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
AR := $(if $(filter default,$(origin AR)),gcc-ar,$(AR))
CFLAGS ?= -O2 -g
# No -Wcast-qual: libxml2 and GLib take pointers to const things as plain ones.
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wnull-dereference \
	-Wundef -Wvla $(if $(CI),-Werror)
ifneq ($(SANITIZE),)
# Without recovery, so that a finding fails the test that met it.
HARDENING := -fsanitize=$(SANITIZE) -fno-sanitize-recover=all -fno-omit-frame-pointer
LINK_HARDENING := -fsanitize=$(SANITIZE)
else
HARDENING := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE \
	$(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
LINK_HARDENING := -pie -Wl,-z,relro,-z,now,-z,noexecstack
endif
DEFINES := -D_GNU_SOURCE -DAF_VERSION='"$(VERSION)"'
COMPILE = $(CC) -std=c17 $(DEFINES) -Isrc $(PACKAGE_CFLAGS) $(WARNINGS) $(HARDENING) $(CPPFLAGS) $(CFLAGS)
LINK = $(CC) $(CFLAGS) $(LINK_HARDENING) -Wl,--as-needed $(LDFLAGS)

# A stage is a folder, a source is any .c in it. All but main.c is a library, which the unit tests link too.
SOURCES := $(sort $(wildcard src/*/*.c))
MAIN := src/cli/main.c
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY_OBJECTS := $(filter-out $(MAIN:%.c=$(BUILD)/%.o),$(OBJECTS))
UNITS := $(patsubst %.c,$(BUILD)/%,$(sort $(wildcard tests/unit/*.c tests/fuzz/*.c)))

# --- building ---

.PHONY: all program fonts units node
all: program fonts
program: $(PROGRAM)
units: $(UNITS)
	@:

$(PROGRAM): $(MAIN:%.c=$(BUILD)/%.o) $(LIBRARY)
	@echo "  LINK $@"
	$(Q)$(LINK) -o $@ $^ $(PACKAGE_LIBS)

# Made anew, so that the object of a source that is gone does not stay in it.
$(LIBRARY): $(LIBRARY_OBJECTS) $(BUILD)/sources
	$(Q)rm -f $@ && $(AR) rcsD $@ $(LIBRARY_OBJECTS)

$(OBJECTS): $(BUILD)/%.o: %.c $(BUILD)/flags
	@echo "  CC   $<"
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(PLACE) -MMD -MP -c -o $@ $<

# The colour profile that every PDF carries, as numbers for the compiler.
$(BUILD)/src/pdf/profile.o: PLACE = -I$(GENERATED)
$(BUILD)/src/pdf/profile.o: $(GENERATED)/srgb.inc
$(GENERATED)/srgb.inc: .make/srgb.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c17 -O2 $(WARNINGS) -o $(@D)/srgb $< $(shell pkg-config --cflags --libs lcms2)
	$(Q)$(@D)/srgb >$@

# The one source that knows the place of the data: another PREFIX compiles no more than this.
$(BUILD)/src/base/file.o: PLACE = -DAF_DATADIR='"$(datadir)"'
$(BUILD)/src/base/file.o: $(BUILD)/place

$(UNITS): $(BUILD)/%: %.c $(LIBRARY) $(BUILD)/flags
	@echo "  TEST $<"
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -Itests/unit -MMD -MP -o $@ $< $(LIBRARY) $(LINK_HARDENING) -Wl,--as-needed $(LDFLAGS) $(PACKAGE_LIBS) -lcmocka

-include $(OBJECTS:.o=.d) $(UNITS:=.d)

# Files that change when what they hold does: another flag compiles all anew, another source links anew.
.PHONY: FORCE
$(BUILD)/flags: CONTENT = $(COMPILE) $(LINK)
$(BUILD)/sources: CONTENT = $(SOURCES)
$(BUILD)/place: CONTENT = $(datadir)
$(BUILD)/flags $(BUILD)/sources $(BUILD)/place: FORCE
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(CONTENT))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(CONTENT))' >$@

# fonts/prepared, about a second and only when something changed; which, the script knows. The tool is no part of the program.
FONT_TOOL := .build/prepare-fonts
fonts: $(FONT_TOOL)
	@.make/prepare-fonts $(FONT_TOOL)
$(FONT_TOOL): fonts/prepare.c .make/srgb.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c17 -O2 $(WARNINGS) -o $@ $< $(shell pkg-config --cflags --libs harfbuzz harfbuzz-subset fontconfig)

# The browser tests' packages, as their lock file has them.
NODE_LOCK := $(wildcard tests/browser/package-lock.json)
node: $(NODE_LOCK:%=.build/node)
	@:
.build/node: $(NODE_LOCK)
	@echo "installing: the browser tests' npm packages"
	@mkdir -p $(@D)
	@cd tests/browser && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund >../../.build/npm.log 2>&1 \
		|| { cat ../../.build/npm.log >&2; exit 1; }
	@touch $@

# --- the two commands ---

.PHONY: setup checklists check
setup:
	@.make/setup build test

checklists:
	@.make/setup build
	@$(SUBMAKE) all
	@$(WRITE_CHECKLISTS)

# Every program's blank checklist and the report of every sample, in every language, and out/index.html with a picture of each.
WRITE_CHECKLISTS = $(PROGRAM) blank --all -l all -f pdf -f html --index -o out && \
	$(PROGRAM) report $(sort $(wildcard templates/samples/*.xml)) -l all -f pdf -f html --index -o out

# `make check T=unit/xml` or `T=layout/leader`: only suites, and of a suite only tests, whose names contain that.
check:
	@.make/setup build test
	@$(SUBMAKE) all units node
	@tests/run --program $(PROGRAM) --units $(BUILD)/tests/unit $(if $(T),--filter '$(T)')

# --- translating ---

# `make accept L=de T='label.note label.index'` or `T=all`: says that these translations were made from the English texts of now.
.PHONY: accept
accept: program
	@.make/accept $(PROGRAM) '$(L)' $(T)

# --- looking for faults ---

.PHONY: asan valgrind lint format bench
# Leaks of the libraries themselves are named in the .supp files, by functions. Finding out the slow way who called (the libraries
# have no frame pointers) is what lets a leak of ours beside them show.
asan: export ASAN_OPTIONS = detect_stack_use_after_return=1:strict_string_checks=1:fast_unwind_on_malloc=0:malloc_context_size=14
asan: export LSAN_OPTIONS = suppressions=$(CURDIR)/.make/lsan.supp:print_suppressions=0
asan: export UBSAN_OPTIONS = print_stacktrace=1
asan: export G_SLICE = always-malloc
asan:
	@$(MAKE) check BUILD=.build/asan SANITIZE=address,undefined CFLAGS="-O1 -g"

VALGRIND = valgrind -q --error-exitcode=99 --num-callers=30 \
	--leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
	--suppressions=$(CURDIR)/.make/valgrind.supp $(addprefix --suppressions=,$(wildcard /usr/share/glib-2.0/valgrind/glib.supp))
valgrind: export G_SLICE = always-malloc
valgrind:
	@.make/setup build test valgrind
	@$(SUBMAKE) all units
	@tests/run --kind units --wrapper '$(VALGRIND)' --program $(PROGRAM) --units $(BUILD)/tests/unit $(if $(T),--filter '$(T)')
	$(VALGRIND) $(PROGRAM) blank --all -l ja -f pdf -f html -f png -o .build/valgrind

C_FILES = $(SOURCES) $(wildcard tests/unit/*.c tests/fuzz/*.c) fonts/prepare.c .make/srgb.c
lint:
	@.make/setup build test lint
	@$(SUBMAKE) $(GENERATED)/srgb.inc
	@printf '%s\n' $(C_FILES) | xargs -P$(shell nproc) -n1 -I{} clang-tidy --quiet --warnings-as-errors='*' {} -- \
		-std=c17 $(DEFINES) -Isrc -Itests/unit -I$(GENERATED) $(PACKAGE_CFLAGS) 2>/dev/null
	@cppcheck -q -j$(shell nproc) --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
		--suppressions-list=.make/cppcheck.supp --library=gtk --library=cairo --library=posix --library=gnu -D_GNU_SOURCE \
		-DAF_VERSION='""' -DAF_DATADIR='""' -Isrc src fonts

format:
	@.make/setup lint
	clang-format -i $(wildcard src/*/*.[ch] tests/unit/*.[ch] tests/fuzz/*.c fonts/*.c)

bench: all
	@tests/bench/run

# --- installing ---

INSTALL := install
.PHONY: install uninstall clean help
install: all
	$(INSTALL) -d '$(DESTDIR)$(bindir)' '$(DESTDIR)$(datadir)' '$(DESTDIR)$(mandir)/man1' '$(DESTDIR)$(mandir)/man5' \
		'$(DESTDIR)$(completiondir)'
	$(INSTALL) -m 755 $(PROGRAM) '$(DESTDIR)$(bindir)/auditfolio'
	$(INSTALL) -m 644 src/cli/auditfolio.1 '$(DESTDIR)$(mandir)/man1/auditfolio.1'
	$(INSTALL) -m 644 src/cli/auditfolio-fo.5 '$(DESTDIR)$(mandir)/man5/auditfolio-fo.5'
	$(INSTALL) -m 644 src/cli/auditfolio.bash '$(DESTDIR)$(completiondir)/auditfolio'
	find templates locales schemas fonts/fonts.conf fonts/prepared/faces fonts/prepared/cache -type f ! -name '.*' \
		-exec $(INSTALL) -D -m 644 {} '$(DESTDIR)$(datadir)/{}' \;
	touch -d @1 '$(DESTDIR)$(datadir)/fonts/prepared/faces' # the date that the cache knows: see .make/prepare-fonts

uninstall:
	rm -f '$(DESTDIR)$(bindir)/auditfolio' '$(DESTDIR)$(mandir)/man1/auditfolio.1' '$(DESTDIR)$(mandir)/man5/auditfolio-fo.5' \
		'$(DESTDIR)$(completiondir)/auditfolio'
	rm -rf '$(DESTDIR)$(datadir)'

clean:
	rm -rf .build fonts/prepared tests/browser/node_modules
	find out -mindepth 1 ! -name .gitkeep -delete

help:
	@echo 'make             build the program (.build/auditfolio) and prepare its fonts'
	@echo 'make setup       install the Debian packages that building and testing need (checklists and check do it too)'
	@echo 'make checklists  every blank checklist and the sample reports in every language, as PDF and HTML, in out/'
	@echo 'make check       all tests; T=NAME only those whose name contains it (T=unit/xml, T=layout/leader)'
	@echo 'make accept      L=LANG T=IDS (or all): says that these translations were made from the English texts as they are now'
	@echo 'make install     below PREFIX (/usr/local), under DESTDIR if set; make uninstall takes it away'
	@echo 'make asan        the tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make valgrind    the unit tests and the Japanese checklists under valgrind'
	@echo 'make lint        clang-tidy and cppcheck'
	@echo 'make format      clang-format over the C files'
	@echo 'make bench       time, memory and size of the documents'
	@echo 'make clean       take away what was made'
	@echo 'V=1 shows the commands, CI=1 makes warnings errors.'
