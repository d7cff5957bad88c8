# make run    安装所需并启动办公室（OFFICE_DATA_DIR、OFFICE_PORT 可另设）
# make test   安装所需并运行全部检查与测试（AT='2028-02-29 00:05' 在该时刻运行，FILES=文件 只运行一部分）
# make bench  安装所需并量一次：各页是空白页的几倍，N件是1000件的几倍（N=100000）
# make lock   依 requirements*.in 重新生成锁定文件

PYTHON = .venv/bin/python
N = 100000
LOCK = $(PYTHON) -m uv pip compile --quiet --upgrade --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

.PHONY: run test bench checks lock

run:
	@.ci/setup.sh run
	@exec $(PYTHON) manage.py run_office

test:
	@.ci/setup.sh test
	@$(MAKE) --no-print-directory checks
	@$(PYTHON) -m tests.services $(if $(AT),--at "$(AT)") -- $(PYTHON) -m pytest -n $(or $(PROCESSES),3) --dist loadfile --no-loadscope-reorder --durations=25 $(FILES)

bench:
	@.ci/setup.sh test
	@$(PYTHON) -m tests.bench $(N)

# 不需要数据库与队列的检查；设置、迁移检查用自己的数据文件夹。
checks: export OFFICE_FONTS_DIR := $(or $(OFFICE_FONTS_DIR),$(or $(OFFICE_DATA_DIR),var)/fonts)
checks: export OFFICE_DATA_DIR = var/checks
checks:
	@$(PYTHON) -m ruff check --quiet --output-format concise .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/djlint templates --lint --quiet
	@$(PYTHON) manage.py check --fail-level WARNING
	@$(PYTHON) manage.py makemigrations --check --dry-run

lock:
	@$(PYTHON) -m pip install --quiet uv
	@$(LOCK) requirements.in --output-file requirements.lock
	@$(LOCK) requirements-dev.in --output-file requirements-dev.lock
